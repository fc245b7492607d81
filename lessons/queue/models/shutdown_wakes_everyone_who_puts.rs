//! Everybody who waits in a put is told of the shutdown and has its item back, and so has who comes later.

use super::by_hand::{Queue, ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("shutdown wakes everyone who puts", || {
        let queue = Arc::new(Queue::new(1));
        queue.put(0).expect("it is open");
        let waiting = [1, 2].map(|item| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.put(item))
        });
        queue.shutdown(Shutdown::Graceful);
        for (item, one) in [1, 2].into_iter().zip(waiting) {
            assert_eq!(one.join().expect("nobody panics"), Err(ShutDown(item)));
        }
        assert_eq!(queue.put(3), Err(ShutDown(3)), "who comes later");
        assert_eq!(queue.get(), Ok(0), "what was there can still be fetched");
    })
    // Two: each is stopped between its look and its wait.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
