//! A guard that is dropped by a panic unlocks, and who waits gets the lock.

use super::by_hand::Mutex;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a panic unlocks", || {
        let count = Arc::new(Mutex::new(0));
        let other = Arc::clone(&count);
        let clumsy = thread::spawn(move || {
            let mut count = other.lock();
            *count += 1;
            panic!("with the lock in hand");
        });
        *count.lock() += 1;
        clumsy.join().expect_err("it panics");
        assert_eq!(*count.lock(), 2);
    })
}
