//! Who joins goes on when everything is done: not when it was fetched, and not before it sees what was done.
//!
//! The memory is plain, and a consumer works on it between the fetch and the word that it is done. Two rounds.

use super::by_hand::Queue;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("join waits until all is done", || {
        let shared = Arc::new((Queue::new(0), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let consumer = thread::spawn(move || {
            let (queue, memory) = &*theirs;
            for _ in 0..2 {
                let item = queue.get().expect("it is open");
                memory.set(item);
                queue.task_done().expect("it was fetched");
            }
        });
        let (queue, memory) = &*shared;
        for item in [1, 2] {
            queue.put(item).expect("it is open");
            queue.join();
            assert_eq!(memory.get(), item, "it is done");
            assert_eq!(queue.unfinished_tasks(), 0);
        }
        consumer.join().expect("nobody panics");
        queue.join();
    })
    // To fetch and not be done with it takes one preemption.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
