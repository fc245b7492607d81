//! `try_lock` takes a free lock, does not take a taken one, and in neither case waits.
//!
//! Two threads try while nobody unlocks: were one to wait, it would wait for ever.

use super::by_hand::RawLock;
use crate::sync::{Arc, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("of two who try one gets the lock, and neither waits", || {
        let lock = Arc::new(RawLock::new());
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || shared.try_lock_for(Duration::ZERO));
        let mine = lock.try_lock();
        let other = other.join().expect("it does not panic");
        assert!(mine != other, "one has it: {mine}, {other}");
        assert!(lock.is_locked());
        assert!(!lock.try_lock(), "also not for who has it already");
    })
}
