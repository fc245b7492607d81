//! Two items are put, and two consumers get one each, not both the same.
//!
//! The ring has two slots, so that both items are there, and the consumers meet at the first of them.

use super::by_hand::Ring;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("no item is fetched twice", || {
        let ring = Arc::new(Ring::new(2));
        let consumers = [(); 2].map(|()| {
            let ring = Arc::clone(&ring);
            thread::spawn(move || ring.get().expect("it is open"))
        });
        ring.put(1).expect("it is open");
        ring.put(2).expect("it is open");
        let mut items = consumers.map(|consumer| consumer.join().expect("nobody panics"));
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        assert!(ring.is_empty());
    })
    // One: a consumer is stopped between its look at a slot and its claim, or between that and its part.
    .preemptions(Bound::AtMost(1))
}
