//! Who asks for the length gets one that the ring had: not more than its capacity, and not less than nothing, while
//! another one puts and gets.

use super::by_hand::Slots;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("the ring is never longer than its capacity", || {
        let slots = Arc::new(Slots::new(1));
        let theirs = Arc::clone(&slots);
        let other = thread::spawn(move || {
            theirs.try_put(1).expect("there is room");
            assert_eq!(theirs.try_get(), Ok(1));
            theirs.try_put(2).expect("there is room");
        });
        assert!(slots.len() <= 1);
        other.join().expect("nobody panics");
        assert_eq!(slots.len(), 1);
    })
}
