//! Who waits in line for a limited time ends its wait, and says whether it has the lock.
//!
//! Nobody unlocks until the waiter has given up: if it slept for ever, nobody could move.

use super::by_hand::RawLock;
use crate::sync::{Arc, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("a limited wait ends", || {
        let lock = Arc::new(RawLock::new());
        lock.lock();
        let shared = Arc::clone(&lock);
        let waiter = thread::spawn(move || shared.try_lock_for(Duration::from_secs(1)));
        let locked = waiter.join().expect("the waiter does not panic");
        assert!(!locked, "it was not free, so the waiter cannot have it");
        assert_eq!(lock.waiting(), 0, "nobody is in line");
        lock.unlock().expect("it is still locked");
        assert!(lock.try_lock(), "it is free");
    })
    // The sleeper may wake for no reason once, and must go on sleeping.
    .early_wakes(1)
}
