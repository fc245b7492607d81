//! What a thread is told of its levels are its own: none, while somebody else has the lock.
//!
//! The other one looks while the owner goes down to depth 2 and comes back.

use super::by_hand::RLock;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("the depth is the caller's own", || {
        let lock = Arc::new(RLock::new());
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || {
            assert_eq!(shared.recursion_count(), 0);
            assert!(!shared.is_owned_by_current_thread());
        });
        for depth in [1, 2] {
            lock.lock();
            assert_eq!(lock.recursion_count(), depth);
            assert!(lock.is_owned_by_current_thread());
        }
        for depth in [1, 0] {
            lock.unlock().expect("it is this thread's");
            assert_eq!(lock.recursion_count(), depth);
        }
        assert!(!lock.is_owned_by_current_thread());
        other.join().expect("the other does not panic");
    })
}
