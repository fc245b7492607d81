//! When the limit is raised, everybody who has room now is woken.

use super::by_hand::Queue;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a larger maxsize lets everyone put", || {
        let queue = Arc::new(Queue::new(1));
        queue.put(0).expect("it is open");
        let waiting = [1, 2].map(|item| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.put(item).expect("it is open"))
        });
        queue.set_maxsize(3);
        for one in waiting {
            one.join().expect("nobody panics");
        }
        assert_eq!(queue.len(), 3);
    })
    // Two: each is stopped between its look and its wait.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
