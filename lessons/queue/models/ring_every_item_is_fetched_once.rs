//! Two producers put an item each, and both items are got: each once, and none is lost on the way.
//!
//! The ring has one slot, so that the producers meet at it, and the second one has to wait for the next lap.

use super::by_hand::Ring;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("every item is fetched once", || {
        let ring = Arc::new(Ring::new(1));
        let producers = [1, 2].map(|item| {
            let ring = Arc::clone(&ring);
            thread::spawn(move || ring.put(item).expect("it is open"))
        });
        let mut items = [(); 2].map(|()| ring.get().expect("it is open"));
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        for producer in producers {
            producer.join().expect("nobody panics");
        }
        assert!(ring.is_empty());
    })
    // Who waits for the other producer's item to be fetched is overtaken without a preemption. With one there are some
    // thousands of schedules, and what they would show the other scenarios do with two threads.
    .preemptions(Bound::AtMost(0))
}
