//! To give back what one does not own is an error, and changes nothing: neither for the owner, whose levels stay,
//! nor for a lock that is free.
//!
//! The other one tries while the owner gives its levels back.

use super::by_hand::{NotOwner, RLock};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("only the owner gives back", || {
        let lock = Arc::new(RLock::new());
        assert_eq!(lock.unlock(), Err(NotOwner), "it is free");
        assert_eq!(lock.unlock_fully(), Err(NotOwner), "it is free");
        lock.lock();
        lock.lock();
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || {
            assert_eq!(shared.unlock(), Err(NotOwner), "somebody else's, or free");
            assert_eq!(shared.unlock_fully(), Err(NotOwner), "somebody else's, or free");
        });
        assert_eq!(lock.recursion_count(), 2);
        assert_eq!(lock.unlock(), Ok(()));
        assert_eq!(lock.recursion_count(), 1);
        assert_eq!(lock.unlock(), Ok(()));
        assert_eq!(lock.unlock(), Err(NotOwner), "it is free again");
        other.join().expect("the other does not panic");
        assert!(lock.try_lock(), "nobody has it");
    })
}
