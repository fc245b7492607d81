//! A thread that starts after the owner has died does not own the lock: the number of the dead one is not given again.
//!
//! The lock stays locked, for everybody.

use super::by_hand::{FastRLock, NotOwner};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // One thread at a time: there is little to choose, and all of it is tried.
    Model::new("nobody inherits a lock from a dead owner", || {
        let lock = Arc::new(FastRLock::new());
        let shared = Arc::clone(&lock);
        let owner = thread::spawn(move || shared.lock());
        owner.join().expect("the owner does not panic");
        let shared = Arc::clone(&lock);
        let next = thread::spawn(move || {
            assert_eq!(shared.recursion_count(), 0, "it has not taken it");
            assert!(!shared.try_lock(), "it is the dead one's");
            assert_eq!(shared.unlock(), Err(NotOwner));
        });
        next.join().expect("the next one does not panic");
        assert!(lock.is_locked());
    })
}
