//! Step 2: what a thread can wait with.
//!
//! A condition variable does not own the lock that it works with. It has to give it up for the time of a wait and
//! take it again, and that is all it has to know of it: so it works with any lock whose guard can do that.
//!
//! *Entirely* is the word that matters. A reentrant lock may have been taken several times by its owner. Were one
//! level given up and the others kept, nobody else could ever come in to change what is waited for.

use crate::sync::MutexGuard;

/// The right to a lock that can be given up for a while: what a thread waits with.
///
/// Implement it for the guard of any lock. A reentrant one gives up all of its levels, and comes back with as
/// many:
///
/// ```
/// # use std::cell::Cell;
/// # use condvar::by_hand::{LockId, WaitGuard};
/// # struct Reentrant(Cell<usize>);
/// # impl Reentrant {
/// #     fn unlock_fully(&self) -> usize { self.0.take() }
/// #     fn relock(&self, depth: usize) { self.0.set(depth) }
/// # }
/// struct Level<'a> { lock: &'a Reentrant }
///
/// impl WaitGuard for Level<'_> {
///     fn lock_id(&self) -> LockId {
///         LockId::of(self.lock)
///     }
///
///     fn unlocked<R>(&mut self, sleep: impl FnOnce() -> R) -> R {
///         let depth = self.lock.unlock_fully();
///         let result = sleep();
///         self.lock.relock(depth);
///         result
///     }
/// }
/// # let lock = Reentrant(Cell::new(2));
/// # let held_meanwhile = Level { lock: &lock }.unlocked(|| lock.0.get());
/// # assert_eq!((held_meanwhile, lock.0.get()), (0, 2));
/// ```
// ANCHOR: guard
pub trait WaitGuard {
    /// Which lock it is. Who waits and who notifies must mean the same one.
    fn lock_id(&self) -> LockId;

    /// Gives the lock up entirely, however often it was taken; calls `sleep`, which does not
    /// panic; takes the lock again, as often as it was taken before; and returns what `sleep`
    /// returned.
    fn unlocked<R>(&mut self, sleep: impl FnOnce() -> R) -> R;
}

impl<T: ?Sized> WaitGuard for MutexGuard<'_, T> {
    fn lock_id(&self) -> LockId {
        LockId::of(MutexGuard::mutex(self))
    }

    fn unlocked<R>(&mut self, sleep: impl FnOnce() -> R) -> R {
        MutexGuard::unlocked(self, sleep)
    }
}
// ANCHOR_END: guard

/// Which lock: where it is in memory. A lock that is held does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockId(usize);

impl LockId {
    /// That of this lock.
    #[must_use]
    pub fn of<L: ?Sized>(lock: &L) -> LockId {
        LockId(std::ptr::from_ref(lock).cast::<()>().addr())
    }
}
