//! Who tries, or waits for a limited time, ends that, and says whether it has the lock.
//!
//! Nobody gives the lock back until the waiter has given up: if it slept for ever, nobody could move.

use super::by_hand::FastRLock;
use crate::sync::{Arc, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a limited wait ends", || {
        let lock = Arc::new(FastRLock::new());
        lock.lock();
        let shared = Arc::clone(&lock);
        let waiter = thread::spawn(move || {
            assert!(!shared.try_lock(), "it is not free");
            assert!(!shared.try_lock_for(Duration::from_secs(1)), "it has not become free");
            assert_eq!(shared.recursion_count(), 0);
        });
        waiter.join().expect("the waiter does not panic");
        assert_eq!(lock.unlock(), Ok(()));
        assert!(!lock.is_locked());
    })
    // The sleeper may wake for no reason once, and must go on sleeping.
    .early_wakes(1)
}
