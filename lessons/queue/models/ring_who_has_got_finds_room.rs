//! The same from the other side: the ring is full, and each of two threads gets an item and then puts one. Whatever
//! the other one has done, there is room.

use super::by_hand::Slots;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("who has got finds room", || {
        let slots = Arc::new(Slots::new(2));
        slots.try_put(1).expect("there is room");
        slots.try_put(2).expect("there is room");
        let theirs = Arc::clone(&slots);
        let other = thread::spawn(move || get_and_put(&theirs));
        let mut items = [get_and_put(&slots), other.join().expect("nobody panics")];
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        assert!(slots.is_full());
    })
    // Each of the two is stopped once. Complete it would be too many schedules for a test.
    .preemptions(Bound::AtMost(1))
}

fn get_and_put(slots: &Slots<u32>) -> u32 {
    let item = slots.try_get().expect("two are there");
    slots.try_put(3).expect("there is room for at least one");
    item
}
