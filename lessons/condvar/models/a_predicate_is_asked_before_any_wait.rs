//! What is there already is not waited for: a predicate is asked before any wait, with the lock held.
//!
//! The memory is plain, and the other thread reaches it under the lock: were the predicate called without, that
//! would be a data race.

use super::by_hand::Condvar;
use crate::sync::{Arc, Model, Mutex, Plain, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a predicate is asked before any wait", || {
        let shared = Arc::new((Mutex::new(()), Condvar::new(), Plain::new(1)));
        let theirs = Arc::clone(&shared);
        // Nobody notifies: there is no reason to.
        let other = thread::spawn(move || {
            let (lock, _, memory) = &*theirs;
            let _guard = lock.lock();
            memory.set(memory.get() + 1);
        });
        let (lock, changed, memory) = &*shared;
        changed.wait_while(&mut lock.lock(), |_| memory.get() == 0);
        let found = changed.wait_for(&mut lock.lock(), |_| Some(memory.get()));
        assert!((1..=2).contains(&found), "the last thing the predicate said");
        other.join().expect("nobody panics");
    })
}
