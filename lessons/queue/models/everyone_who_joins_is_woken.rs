//! Several may join, and the last task that is done wakes all of them.

use super::by_hand::Queue;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("everyone who joins is woken", || {
        let queue = Arc::new(Queue::new(0));
        queue.put(1).expect("it is open");
        let joining = [(); 2].map(|()| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.join())
        });
        assert_eq!(queue.get(), Ok(1));
        queue.task_done().expect("it was fetched");
        for one in joining {
            one.join().expect("nobody panics");
        }
    })
    // Two: each is stopped between its look and its wait.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
