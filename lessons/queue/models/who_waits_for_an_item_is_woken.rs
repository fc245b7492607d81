//! Two consumers wait, and each of the two items wakes one of them.
//!
//! With one consumer it would not be seen that the second item's notification counts too.

use super::by_hand::Queue;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("who waits for an item is woken", || {
        let queue = Arc::new(Queue::new(0));
        let consumers = [(); 2].map(|()| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.get().expect("it is open"))
        });
        queue.put(1).expect("it is open");
        queue.put(2).expect("it is open");
        let mut items = consumers.map(|consumer| consumer.join().expect("nobody panics"));
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
    })
    // Two: each consumer is stopped between its look and its wait.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
