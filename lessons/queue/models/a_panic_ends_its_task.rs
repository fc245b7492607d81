//! A consumer that panics with a task in hand is done with it, so that nobody joins for ever.

use super::by_hand::Queue;
use crate::sync::{Arc, Model, catch_unwind, thread};

pub fn model() -> Model {
    Model::new("a panic ends its task", || {
        let queue = Arc::new(Queue::new(0));
        let theirs = Arc::clone(&queue);
        let consumer = thread::spawn(move || {
            let work = catch_unwind(|| {
                let _task = theirs.get_task().expect("it is open");
                panic!("on purpose");
            });
            assert!(work.is_err());
        });
        queue.put(1).expect("it is open");
        queue.join();
        consumer.join().expect("its panic is contained");
        assert_eq!(queue.unfinished_tasks(), 0);
    })
    // Complete, with any one wait ending early.
    .early_wakes(1)
}
