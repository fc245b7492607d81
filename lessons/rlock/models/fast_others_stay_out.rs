//! Whoever owns the lock is alone, from the first level to the last, and nobody takes itself for the owner because
//! it has been that before.
//!
//! Two threads go in twice, two levels deep, so that each may read its own number that is out of date, or one
//! that the other has written meanwhile.

use super::by_hand::FastRLock;
use crate::sync::{Arc, Bound, Model, Plain, thread};

fn visit_twice(lock: &FastRLock, memory: &Plain<i32>) {
    for _ in 0..2 {
        lock.lock();
        let found = memory.get();
        lock.lock();
        memory.set(found + 1);
        lock.unlock().expect("it is taken twice");
        assert_eq!(memory.get(), found + 1, "nobody else has been here");
        lock.unlock().expect("it is taken once");
    }
}

pub fn model() -> Model {
    Model::new("nobody takes itself for the owner", || {
        let shared = Arc::new((FastRLock::new(), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || visit_twice(&theirs.0, &theirs.1));
        visit_twice(&shared.0, &shared.1);
        other.join().expect("the other does not panic");
        assert_eq!(shared.1.get(), 4);
        assert!(!shared.0.is_locked());
    })
    // One stops a thread between the owner's number and the lock below, on the way in or out; one more brings it
    // back while the other is in the middle of something.
    .preemptions(Bound::AtMost(2))
}
