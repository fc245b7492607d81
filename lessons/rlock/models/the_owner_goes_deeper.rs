//! The owner never waits, however it takes the lock, and also while somebody else waits for it.
//!
//! Nobody gives anything back until all levels have been taken: were the owner to wait, it would wait for ever.

use super::by_hand::RLock;
use crate::sync::{Arc, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("the owner does not wait", || {
        let lock = Arc::new(RLock::new());
        lock.lock();
        let shared = Arc::clone(&lock);
        let waiter = thread::spawn(move || {
            shared.lock();
            shared.unlock().expect("it is the waiter's");
        });
        lock.lock();
        assert!(lock.try_lock(), "its own");
        assert!(lock.try_lock_for(Duration::ZERO), "its own");
        assert!(lock.try_lock_for(Duration::from_secs(1)), "its own");
        assert_eq!(lock.recursion_count(), 5);
        for _ in 0..5 {
            lock.unlock().expect("it was taken five times");
        }
        waiter.join().expect("the waiter does not panic");
    })
}
