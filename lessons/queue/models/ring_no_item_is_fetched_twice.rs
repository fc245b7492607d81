//! Two items are put, and two consumers get one each, not both the same.
//!
//! The ring has two slots, so that both items are there, and the consumers meet at the first of them.

use super::by_hand::Slots;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("no item is fetched twice", || {
        let slots = Arc::new(Slots::new(2));
        slots.try_put(1).expect("there is room");
        slots.try_put(2).expect("there is room");
        let theirs = Arc::clone(&slots);
        let other = thread::spawn(move || theirs.try_get().expect("it is there"));
        let mut items = [slots.try_get().expect("it is there"), other.join().expect("nobody panics")];
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        assert!(slots.is_empty());
    })
}
