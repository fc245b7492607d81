//! At most one thread has the lock.
//!
//! Three threads, so that one can be inside, one in line, and one on its way in. The count of those inside is
//! atomic and Relaxed, so that it orders nothing by itself.

use super::by_hand::RawLock;
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Bound, Model, thread};

fn visit(lock: &RawLock, inside: &AtomicUsize) {
    lock.lock();
    assert_eq!(inside.fetch_add(1, Ordering::Relaxed), 0, "somebody else is inside");
    inside.fetch_sub(1, Ordering::Relaxed);
    lock.unlock().expect("it is locked");
}

pub fn model() -> Model {
    Model::new("one at a time has the lock", || {
        let lock = Arc::new((RawLock::new(), AtomicUsize::new(0)));
        let visitors = [1, 2].map(|_| {
            let lock = Arc::clone(&lock);
            thread::spawn(move || visit(&lock.0, &lock.1))
        });
        visit(&lock.0, &lock.1);
        for visitor in visitors {
            visitor.join().expect("no visitor panics");
        }
    })
    // One to stop somebody inside, or on the way into the line.
    .preemptions(Bound::AtMost(1))
    // A sleeper that wakes for no reason must not take itself for the owner.
    .early_wakes(1)
}
