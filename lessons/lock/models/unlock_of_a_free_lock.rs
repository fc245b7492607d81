//! To unlock a free lock is an error, and of two who unlock it at once one is told so; also if one of them sees
//! somebody in line who then gives up.
//!
//! Two threads. The second waits for a limited time and unlocks whether it got the lock or not, so that it can leave
//! the line and free the lock while the first is half way through its own unlock.

use super::by_hand::{NotLocked, RawLock};
use crate::sync::{Arc, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("one lock, one unlock", || {
        let lock = Arc::new(RawLock::new());
        assert_eq!(lock.unlock(), Err(NotLocked));
        lock.lock();
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || {
            let locked = shared.try_lock_for(Duration::from_secs(1));
            (locked, shared.unlock())
        });
        let mine = lock.unlock();
        let (locked_again, other) = other.join().expect("it does not panic");
        let unlocked = usize::from(mine.is_ok()) + usize::from(other.is_ok());
        assert_eq!(unlocked, 1 + usize::from(locked_again), "as often as it was locked: {mine:?}, {other:?}");
        assert!(lock.try_lock(), "it is free");
    })
    // The one deadline passes, at a park or at a look.
    .early_wakes(1)
}
