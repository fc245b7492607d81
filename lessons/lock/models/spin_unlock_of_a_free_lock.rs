//! To unlock a free spin lock is an error, and of two who unlock it at once one is told so.
//!
//! Two threads: the promise is about two unlocks that meet.

use super::by_hand::{NotLocked, SpinLock};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("one lock of the spin lock, one unlock", || {
        let lock = Arc::new(SpinLock::new());
        assert_eq!(lock.unlock(), Err(NotLocked));
        lock.lock();
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || shared.unlock());
        let mine = lock.unlock();
        let other = other.join().expect("it does not panic");
        assert!(mine.is_ok() != other.is_ok(), "one unlocks, the other is told: {mine:?}, {other:?}");
        assert!(lock.try_lock(), "it is free");
    })
}
