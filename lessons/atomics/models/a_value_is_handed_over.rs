//! Who takes the value out of a cell gets it whole, with all that who set it did before.
//!
//! The value's own memory is the cell's, which is watched; beside it there is plain memory that the setter wrote first.

use super::by_hand::OneShot;
use crate::sync::{Arc, Model, Plain, hint, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a value is handed over", || {
        let shared = Arc::new((Plain::new(0), OneShot::new()));
        let theirs = Arc::clone(&shared);
        let setter = thread::spawn(move || {
            theirs.0.set(1);
            theirs.1.set("value").expect("nobody else sets it");
        });
        let value = loop {
            match shared.1.take() {
                Some(value) => break value,
                None => hint::spin_loop(),
            }
        };
        assert_eq!(value, "value");
        assert_eq!(shared.0.get(), 1, "what was done before it was set");
        setter.join().expect("the setter does not panic");
        assert_eq!(shared.1.take(), None, "it was there once");
        assert_eq!(shared.1.set("again"), Err("again"), "also after it was taken");
    })
}
