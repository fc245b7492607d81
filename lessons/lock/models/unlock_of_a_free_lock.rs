//! To unlock a free lock is an error, and of two who unlock it at once one is told so; also when somebody waits, whom
//! one of them hands the lock to.
//!
//! Two who unlock, and one in line between them. The second unlock may find the lock in its hands, or free again.

use super::by_hand::{NotLocked, RawLock};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("one lock, one unlock", || {
        let lock = Arc::new(RawLock::new());
        assert_eq!(lock.unlock(), Err(NotLocked));
        lock.lock();
        let shared = Arc::clone(&lock);
        let waiter = thread::spawn(move || {
            shared.lock();
            shared.unlock()
        });
        // Lets the waiter into the line without a preemption.
        thread::yield_now();
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || shared.unlock());
        let mine = lock.unlock();
        let other = other.join().expect("it does not panic");
        let waiter = waiter.join().expect("it does not panic");
        let unlocked = [mine, other, waiter].into_iter().filter(Result::is_ok).count();
        assert_eq!(unlocked, 2, "locked twice, so unlocked twice: {mine:?}, {other:?}, {waiter:?}");
        assert!(lock.try_lock(), "it is free");
    })
    // One to stop an unlock after it has seen that somebody is in line.
    .preemptions(Bound::AtMost(1))
}
