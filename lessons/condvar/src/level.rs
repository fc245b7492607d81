//! To wait with a reentrant lock, that of the lesson `rlock`.
//!
//! Python's `Condition()` has such a lock inside if you give it none. Its owner may have taken it several times, in
//! functions that call each other, of which the innermost waits. What has to be given up are all of them.

use std::marker::PhantomData;

use super::by_hand::{LockId, WaitGuard};
use super::rlock::RLock;

const OWNED: &str = "who has a level owns the lock";

/// One level of an [`RLock`], which is given back when it is dropped.
///
/// It has no data, and that is on purpose. A guard of `rlock::by_hand::ReentrantMutex` lends its data, and so do
/// the guards of the levels outside of it. What they have lent would stay lent during a wait, while another thread
/// has the lock and is lent the same. A mutex's one guard cannot: to wait with it takes it by `&mut`, and nothing
/// is lent then. So keep data that you wait for under a mutex, or in something that can be shared anyway.
///
/// ```
/// use std::thread;
/// use condvar::by_hand::Condvar;
/// use condvar::level::Level;
/// use rlock::by_hand::RLock;
///
/// let (lock, wake) = (RLock::new(), Condvar::new());
/// thread::scope(|scope| {
///     let _outer = Level::of(&lock);
///     let mut inner = Level::of(&lock);
///     scope.spawn(|| wake.notify_one(&Level::of(&lock))); // It has to wait until the other one waits.
///     wake.wait(&mut inner);
///     assert_eq!(lock.recursion_count(), 2);
/// });
/// assert_eq!(lock.recursion_count(), 0);
/// ```
#[must_use = "the level is given back at once if it is dropped"]
#[derive(Debug)]
pub struct Level<'a> {
    lock: &'a RLock,
    /// It belongs to the thread that has the lock: as a raw pointer, it is neither `Send` nor `Sync`.
    stays_here: PhantomData<*const ()>,
}

impl<'a> Level<'a> {
    /// Takes the lock, or one level more of it; blocks as long as another thread has it.
    pub fn of(lock: &'a RLock) -> Level<'a> {
        lock.lock();
        Level { lock, stays_here: PhantomData }
    }
}

// ANCHOR: levels
impl WaitGuard for Level<'_> {
    fn lock_id(&self) -> LockId {
        LockId::of(self.lock)
    }

    fn unlocked<R>(&mut self, sleep: impl FnOnce() -> R) -> R {
        // Every level, also those of callers: they belong to this thread too, and it sleeps.
        let depth = self.lock.unlock_fully().expect(OWNED);
        let result = sleep();
        self.lock.relock(depth);
        result
    }
}
// ANCHOR_END: levels

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.lock.unlock().expect(OWNED);
    }
}
