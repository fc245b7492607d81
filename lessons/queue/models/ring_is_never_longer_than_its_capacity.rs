//! Who asks for the length gets one that the ring had: not more than its capacity, and not less than nothing, while
//! others put and get.

use super::by_hand::Slots;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("the ring is never longer than its capacity", || {
        let slots = Arc::new(Slots::new(1));
        let theirs = Arc::clone(&slots);
        let producer = thread::spawn(move || (0..2).map(|item| theirs.try_put(item)).collect::<Vec<_>>());
        let theirs = Arc::clone(&slots);
        let consumer = thread::spawn(move || (0..2).map(|_| theirs.try_get()).collect::<Vec<_>>());
        assert!(slots.len() <= 1);
        producer.join().expect("nobody panics").into_iter().for_each(drop);
        consumer.join().expect("nobody panics").into_iter().for_each(drop);
        assert!(slots.len() <= 1);
    })
    // Two: the other two go on while the length is read, once for each of its two ends.
    .preemptions(Bound::AtMost(2))
}
