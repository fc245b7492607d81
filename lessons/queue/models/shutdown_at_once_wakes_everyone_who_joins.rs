//! An immediate shutdown counts what it drops as done, so that everybody who joins returns; but not before a consumer
//! is done that has an item in hand.

use super::by_hand::{Queue, Shutdown};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("shutdown at once wakes everyone who joins", || {
        let shared = Arc::new((Queue::new(0), Plain::new(false)));
        let (queue, done) = &*shared;
        queue.put(1).expect("it is open");
        queue.put(2).expect("it is open");
        assert_eq!(queue.get(), Ok(1));
        let joining = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                shared.0.join();
                assert!(shared.1.get(), "what was in hand is done");
            })
        });
        queue.shutdown(Shutdown::Immediate);
        assert_eq!(queue.unfinished_tasks(), 1, "the one in hand");
        done.set(true);
        queue.task_done().expect("it is in hand");
        for one in joining {
            one.join().expect("nobody panics");
        }
        assert!(queue.is_empty());
    })
    // Two: each is stopped between its look and its wait.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
