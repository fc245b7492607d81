//! The answers can be relied on: who has put an item does not find the ring empty, and who has got one does not find it
//! full, whatever others are in the middle of.
//!
//! Each of two threads puts an item and then gets one. Whatever the other one has done, at least one is there.

use super::by_hand::Slots;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("who has put finds an item", || {
        let slots = Arc::new(Slots::new(2));
        let theirs = Arc::clone(&slots);
        let other = thread::spawn(move || put_and_get(&theirs, 1));
        let mut items = [put_and_get(&slots, 2), other.join().expect("nobody panics")];
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
    })
    // Each of the two is stopped once. Complete it would be too many schedules for a test.
    .preemptions(Bound::AtMost(1))
}

fn put_and_get(slots: &Slots<u32>, item: u32) -> u32 {
    slots.try_put(item).expect("there is room for two");
    slots.try_get().expect("there is at least one")
}
