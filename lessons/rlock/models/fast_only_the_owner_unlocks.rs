//! To give back what one does not own is an error, and changes nothing; and what a thread is told of its levels are
//! its own.
//!
//! The other one tries while the owner takes the lock, and gives it back.

use super::by_hand::{FastRLock, NotOwner};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("only the owner gives back", || {
        let lock = Arc::new(FastRLock::new());
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || {
            assert_eq!(shared.unlock(), Err(NotOwner), "somebody else's, or free");
            assert_eq!(shared.unlock_fully(), Err(NotOwner), "somebody else's, or free");
            assert_eq!(shared.recursion_count(), 0);
        });
        lock.lock();
        assert!(lock.try_lock(), "its own");
        assert_eq!(lock.recursion_count(), 2);
        assert_eq!(lock.unlock(), Ok(()));
        assert_eq!(lock.unlock(), Ok(()));
        assert_eq!(lock.unlock(), Err(NotOwner), "it is free again");
        other.join().expect("the other does not panic");
    })
}
