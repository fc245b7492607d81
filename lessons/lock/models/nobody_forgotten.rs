//! Everybody who waits for the lock gets it: no unlock falls between a waiter's last look and its sleep.
//!
//! That both threads come to their end is the promise. Two threads, each twice, so that each has been the one who
//! waits, and has found what the other's waiting left behind. For more than one in line, see `in_turn`.

use super::by_hand::RawLock;
use crate::sync::{Arc, Bound, Model, thread};

fn twice(lock: &RawLock) {
    for _ in 0..2 {
        lock.lock();
        lock.unlock().expect("it is locked");
    }
}

pub fn model() -> Model {
    Model::new("nobody who waits is forgotten", || {
        let lock = Arc::new(RawLock::new());
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || twice(&shared));
        twice(&lock);
        other.join().expect("the other does not panic");
        assert!(!lock.is_locked());
        assert_eq!(lock.waiting(), 0, "nobody is in line");
    })
    // One puts an unlock between a look and a sleep.
    .preemptions(Bound::AtMost(1))
    // A sleeper that wakes for no reason, or finds a token that is left over, must sleep on and be woken again.
    .early_wakes(1)
}
