//! After a graceful shutdown consumers get all that was put, and then are told of the end.

use super::by_hand::{Queue, ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a graceful end loses nothing", || {
        let queue = Arc::new(Queue::new(1));
        let consumers = [(); 2].map(|()| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                let mut items = Vec::new();
                loop {
                    match queue.get() {
                        Ok(item) => items.push(item),
                        Err(ShutDown(())) => break items,
                    }
                }
            })
        });
        queue.put(1).expect("it is open");
        queue.put(2).expect("it is open");
        queue.shutdown(Shutdown::Graceful);
        let mut items = consumers.map(|consumer| consumer.join().expect("nobody panics")).concat();
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
    })
    // The shutdown comes while something is queued, and before or after the consumers look: none of it takes more
    // than one preemption.
    .preemptions(Bound::AtMost(1))
}
