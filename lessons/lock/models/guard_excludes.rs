//! Who has a guard has the data to itself, and gives them back by dropping it.
//!
//! The data are in the mutex's own cell, which is watched. Two threads change them; with `try_lock` too.

use super::by_hand::Mutex;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a guard has the data to itself", || {
        let count = Arc::new(Mutex::new(0));
        let other = Arc::clone(&count);
        let adder = thread::spawn(move || *other.lock() += 1);
        let tried = count.try_lock().map(|mut count| *count += 1).is_some();
        adder.join().expect("the adder does not panic");
        assert_eq!(*count.lock(), 1 + i32::from(tried));
    })
}
