//! Step 3: a lock whose owner is let in again at the cost of a look.
//!
//! *The algorithm.* Step 1 takes a mutex each time, only to find that the lock is the caller's own. Here the owner
//! stands in an atomic, as a number, and a thread looks for its own number there. Below is a lock, taken by who
//! becomes the owner and given back with the last level; whoever does not find its number waits for that. (`std`'s
//! own reentrant lock, the one around standard output, and `parking_lot`'s are made so. Any lock would do below;
//! here it is that of step 1, taken one level deep.)
//!
//! | `owner` | who reads it | does |
//! |---|---|---|
//! | the reader's number | the owner | changes `depth` |
//! | anything else, however old | somebody else | takes the lock below |
//!
//! *Why a look is enough.* The number may be out of date by the time it has been read, or even when it is read: the
//! load is Relaxed. But a thread's number is written by that thread alone. If it reads its own number, it has written
//! it, and has not written anything over it since; what others write, they write while they have the lock below,
//! which it has itself. And if it reads anything else, it does not own the lock, whoever does.
//!
//! *Invariants.*
//!
//! 1. `owner` is a thread's number only while that thread has the lock below.
//! 2. `owner` and `depth` are written by the thread that has the lock below, and by nobody else.
//! 3. A number belongs to one thread for ever. Were the number of a thread that died with the lock in hand given
//!    to a new thread, that one would take itself for the owner.

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use super::{NotOwner, RLock, deeper};
use crate::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use crate::sync::{Deadline, thread};

/// The number of no thread: theirs begin at 1.
const NOBODY: u64 = 0;

/// A lock that lets its owner in again at the cost of a look, without data of its own.
///
/// It does what [`RLock`] does. For data that a guard protects, see
/// [`FastReentrantMutex`](super::FastReentrantMutex).
///
/// ```
/// use rlock::by_hand::{FastRLock, NotOwner};
///
/// let lock = FastRLock::new();
/// lock.lock();
/// assert!(lock.try_lock(), "this thread is the owner");
/// assert_eq!(lock.unlock(), Ok(()));
/// assert_eq!(lock.unlock(), Ok(()));
/// assert_eq!(lock.unlock(), Err(NotOwner));
/// ```
pub struct FastRLock {
    /// The number of the thread that has the lock, or [`NOBODY`].
    owner: AtomicU64,
    /// How many levels it has. Means nothing while nobody has the lock.
    depth: AtomicUsize,
    /// Taken, one level deep, as long as there is an owner.
    below: RLock,
}

// ANCHOR: fast
impl FastRLock {
    /// A free lock.
    #[must_use]
    pub fn new() -> FastRLock {
        let owner = AtomicU64::new(NOBODY);
        let depth = AtomicUsize::new(0);
        FastRLock { owner, depth, below: RLock::new() }
    }

    /// How many levels the *calling* thread has: 0 if the lock is free, or somebody else's.
    #[must_use]
    pub fn recursion_count(&self) -> usize {
        // Relaxed, both: nothing is learnt from what another thread has written. The number is
        // one's own only if one has written it oneself, and then the depth is as well
        // (invariant 2).
        let owner = self.owner.load(Ordering::Relaxed);
        if owner == me() { self.depth.load(Ordering::Relaxed) } else { 0 }
    }

    /// Gives the calling thread so many levels more. Unless it is the owner already, it has to
    /// take the lock below for that. Returns whether it did.
    fn take(&self, levels: usize, take_below: impl FnOnce(&RLock) -> bool) -> bool {
        let depth = self.recursion_count();
        if depth == 0 {
            if !take_below(&self.below) {
                return false;
            }
            // Relaxed: publishes nothing. What the last owner did is visible because the lock
            // below is taken.
            self.owner.store(me(), Ordering::Relaxed);
        }
        // Relaxed: read by this thread only, until it has given the lock below to another one.
        self.depth.store(deeper(depth, levels), Ordering::Relaxed);
        true
    }

    /// Gives one level back. If it was the last, the lock is free, and one of those who wait is
    /// woken.
    ///
    /// # Errors
    /// If the calling thread does not own the lock: it is free, or somebody else's. Nothing has
    /// changed then.
    pub fn unlock(&self) -> Result<(), NotOwner> {
        match self.recursion_count() {
            0 => Err(NotOwner),
            1 => self.free(),
            depth => {
                // Relaxed: as in `take`.
                self.depth.store(depth - 1, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    fn free(&self) -> Result<(), NotOwner> {
        // Relaxed: publishes nothing, and the next owner's number comes after it, since that is
        // written with the lock below in hand. So it must be done before that lock is given
        // back.
        self.owner.store(NOBODY, Ordering::Relaxed);
        self.below.unlock()
    }
}
// ANCHOR_END: fast

impl FastRLock {
    /// Takes the lock, or one level more of it if the calling thread has it already. Blocks as
    /// long as somebody else has it.
    ///
    /// # Panics
    /// If the depth is more than can be counted; so do all that take the lock.
    pub fn lock(&self) {
        let locked = self.try_lock_until(Deadline::NEVER);
        debug_assert!(locked, "never has not come");
    }

    /// Takes the lock, or one level more of it, unless somebody else has it. Returns whether it
    /// did, and does not wait.
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock(&self) -> bool {
        self.take(1, RLock::try_lock)
    }

    /// Takes the lock, or one level more of it; blocks until the deadline at most. Returns
    /// whether it has taken it.
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock_until(&self, deadline: Deadline) -> bool {
        self.take(1, |below| below.try_lock_until(deadline))
    }

    /// Takes the lock, or one level more of it; blocks for `timeout` at most, the whole call
    /// included. Returns whether it has taken it.
    ///
    /// Zero means [`try_lock`](FastRLock::try_lock); a time too long for the clock means
    /// [`lock`](FastRLock::lock).
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock_for(&self, timeout: Duration) -> bool {
        self.try_lock_until(Deadline::after(timeout))
    }

    /// Gives all levels back, so that the lock is free. Returns how many there were, for
    /// [`relock`](FastRLock::relock).
    ///
    /// # Errors
    /// If the calling thread does not own the lock. Nothing has changed then.
    #[must_use = "its callers will give back as many levels, which have to be taken again"]
    pub fn unlock_fully(&self) -> Result<NonZeroUsize, NotOwner> {
        let depth = NonZeroUsize::new(self.recursion_count()).ok_or(NotOwner)?;
        self.free()?;
        Ok(depth)
    }

    /// Takes so many levels at once, as many calls of [`lock`](FastRLock::lock) would. Blocks
    /// as long as somebody else has the lock.
    pub fn relock(&self, depth: NonZeroUsize) {
        let locked = self.take(depth.get(), |below| below.try_lock_until(Deadline::NEVER));
        debug_assert!(locked, "never has not come");
    }

    /// Whether the calling thread has the lock. If so, it stays so until this thread gives it
    /// back.
    #[must_use]
    pub fn is_owned_by_current_thread(&self) -> bool {
        self.recursion_count() > 0
    }

    /// Whether anybody has the lock. Unless it is the calling thread, it may be otherwise by
    /// the time you know.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        // Relaxed: a hint. Nothing is read on the strength of it; who wants the lock must still
        // take it.
        self.owner.load(Ordering::Relaxed) != NOBODY
    }
}

/// The number of the calling thread (invariant 3).
fn me() -> u64 {
    thread::number().get()
}

impl Default for FastRLock {
    fn default() -> FastRLock {
        FastRLock::new()
    }
}

impl fmt::Debug for FastRLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (locked, mine) = (self.is_locked(), self.recursion_count());
        f.debug_struct("FastRLock")
            .field("locked", &locked)
            .field("own levels", &mine)
            .finish_non_exhaustive()
    }
}
