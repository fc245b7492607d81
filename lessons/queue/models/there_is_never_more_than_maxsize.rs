//! However many producers are woken, no more are let in than there is room for.

use super::by_hand::Queue;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("there is never more than maxsize", || {
        let queue = Arc::new(Queue::new(1));
        let producers = [1, 2].map(|item| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                queue.put(item).expect("it is open");
                assert!(queue.len() <= 1);
            })
        });
        for _ in 0..2 {
            queue.get().expect("it is open");
            assert!(queue.len() <= 1);
        }
        for producer in producers {
            producer.join().expect("nobody panics");
        }
    })
    // A producer that finds the queue full looks again for a stray wakeup, or for one that came too late: neither takes
    // more than one preemption.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
