//! Everybody who waits for the lock gets it: no unlock falls between a waiter's last look and its sleep.
//!
//! An owner and two waiters, because the wakeup of the second depends on what the first one leaves behind.

use super::by_hand::RawLock;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("nobody in line is forgotten", || {
        let lock = Arc::new(RawLock::new());
        let enter = || {
            let lock = Arc::clone(&lock);
            move || {
                lock.lock();
                lock.unlock().expect("it is locked");
            }
        };
        lock.lock();
        let first = thread::spawn(enter());
        // Lets the first into the line without a preemption; the second comes by one, or after the unlock.
        thread::yield_now();
        let second = thread::spawn(enter());
        lock.unlock().expect("it is locked");
        first.join().expect("the first does not panic");
        second.join().expect("the second does not panic");
        assert!(!lock.is_locked());
        assert_eq!(lock.waiting(), 0);
    })
    // One to stop anybody on the way into or out of the line, or at its last look before it sleeps.
    .preemptions(Bound::AtMost(1))
}
