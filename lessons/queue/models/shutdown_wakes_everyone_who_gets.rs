//! Everybody who waits in a get is told of the shutdown, and so is who comes later.

use super::by_hand::{Queue, ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("shutdown wakes everyone who gets", || {
        let queue = Arc::new(Queue::<u32>::new(0));
        let waiting = [(); 2].map(|()| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.get())
        });
        queue.shutdown(Shutdown::Graceful);
        for one in waiting {
            assert_eq!(one.join().expect("nobody panics"), Err(ShutDown(())));
        }
        assert_eq!(queue.get(), Err(ShutDown(())), "who comes later");
    })
    // Two: each is stopped between its look and its wait.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
