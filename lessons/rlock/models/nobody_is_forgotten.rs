//! Everybody who waits for the lock gets it.
//!
//! That all come to their end is the promise. Three threads, two levels each: two can wait at the same time, and the
//! one wakeup of the first owner is enough for both.

use super::by_hand::RLock;
use crate::sync::{Arc, Bound, Model, thread};

fn visit(lock: &RLock) {
    lock.lock();
    lock.lock();
    lock.unlock().expect("it is taken twice");
    lock.unlock().expect("it is taken once");
}

pub fn model() -> Model {
    Model::new("nobody who waits is forgotten", || {
        let lock = Arc::new(RLock::new());
        let others = [1, 2].map(|_| {
            let lock = Arc::clone(&lock);
            thread::spawn(move || visit(&lock))
        });
        visit(&lock);
        for other in others {
            other.join().expect("no other panics");
        }
        assert!(!lock.is_locked());
    })
    // One makes both others wait while the owner is inside. Who is woken and overtaken needs none: the lock is
    // free, and whoever else is ready takes it.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
