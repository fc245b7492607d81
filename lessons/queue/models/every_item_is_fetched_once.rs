//! What two producers put, two consumers get: each item once, and none is lost on the way.
//!
//! There is room for one item, so the producers wait for each other as well as for the consumers.

use super::by_hand::Queue;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("every item is fetched once", || {
        let queue = Arc::new(Queue::new(1));
        let producers = [1, 2].map(|item| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.put(item).expect("it is open"))
        });
        let theirs = Arc::clone(&queue);
        let other = thread::spawn(move || theirs.get().expect("it is open"));
        let mut items = [queue.get().expect("it is open"), other.join().expect("nobody panics")];
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        for producer in producers {
            producer.join().expect("nobody panics");
        }
        assert!(queue.is_empty());
    })
    // Who waits needs no preemption to be overtaken: it has been woken, and has not moved yet. Four threads are many,
    // so no more than that.
    .preemptions(Bound::AtMost(0))
}
