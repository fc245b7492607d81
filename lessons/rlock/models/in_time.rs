//! Who waits for a limited time ends its wait when the time is over, and says whether it has the lock.
//!
//! Nobody gives the lock back until the waiter has given up: if it slept for ever, nobody could move.

use super::by_hand::RLock;
use crate::sync::{Arc, Deadline, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a limited wait ends", || {
        let lock = Arc::new(RLock::new());
        lock.lock();
        let shared = Arc::clone(&lock);
        let waiter = thread::spawn(move || {
            let deadline = Deadline::after(Duration::from_secs(1));
            assert!(!shared.try_lock_until(deadline), "it was not free, so the waiter cannot have it");
            assert!(deadline.has_passed(), "there was no reason to give up before");
            assert_eq!(shared.recursion_count(), 0);
        });
        waiter.join().expect("the waiter does not panic");
        assert_eq!(lock.recursion_count(), 1, "the owner has what it had");
        lock.unlock().expect("it is still locked");
        assert!(!lock.is_locked());
    })
    // The sleeper may wake for no reason once, and must go on sleeping.
    .early_wakes(1)
}
