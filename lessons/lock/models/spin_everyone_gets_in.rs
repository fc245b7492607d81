//! Everybody who wants the spin lock gets it in the end, as long as each owner unlocks.
//!
//! That both threads come to their end is the promise: a schedule that goes on and on is a livelock. Two threads, each
//! twice, so that each has been the one who waits. With a third one an unfair scheduler could let two of them
//! spin in turns and never again run the owner, and then no spin lock gets anybody in.

use super::by_hand::SpinLock;
use crate::sync::{Arc, Model, thread};

fn twice(lock: &SpinLock) {
    for _ in 0..2 {
        lock.lock();
        lock.unlock().expect("it is locked");
    }
}

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("everybody gets the spin lock", || {
        let lock = Arc::new(SpinLock::new());
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || twice(&shared));
        twice(&lock);
        other.join().expect("the other does not panic");
        assert!(!lock.is_locked());
    })
}
