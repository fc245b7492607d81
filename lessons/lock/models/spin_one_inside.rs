//! At most one thread has the spin lock.
//!
//! Two threads, so that one can come while the other is inside; the count of those inside is atomic and Relaxed, so
//! that it orders nothing by itself.

use super::by_hand::SpinLock;
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Model, thread};

fn visit(lock: &SpinLock, inside: &AtomicUsize) {
    lock.lock();
    assert_eq!(inside.fetch_add(1, Ordering::Relaxed), 0, "somebody else is inside");
    inside.fetch_sub(1, Ordering::Relaxed);
    lock.unlock().expect("it is locked");
}

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("one at a time has the spin lock", || {
        let lock = Arc::new((SpinLock::new(), AtomicUsize::new(0)));
        let other = Arc::clone(&lock);
        let visitor = thread::spawn(move || visit(&other.0, &other.1));
        visit(&lock.0, &lock.1);
        visitor.join().expect("the visitor does not panic");
    })
}
