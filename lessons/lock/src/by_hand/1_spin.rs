//! Step 1: a lock that spins.
//!
//! *The algorithm* is test-and-test-and-set (Larry Rudolph and Zary Segall, 1984). A thread takes the lock
//! by swapping `true` in, and has it if it got `false` out. While the lock is taken, a thread that wants it only
//! *looks*. A look leaves the memory shared between the processors, while a swap demands it for one
//! of them, so a waiter that swapped in a loop would slow down even the owner's unlock.
//!
//! | `locked` | means | becomes `true` by | becomes `false` by |
//! |---|---|---|---|
//! | `false` | free | `try_lock` | |
//! | `true` | somebody has it | | `unlock` |
//!
//! *Invariant.* Of all the swaps that put `true` in since the lock was last free, just one got `false` out,
//! and its thread is the owner.
//!
//! *What it does not promise.* There is no line: who looks at the right moment gets the lock, and a thread may
//! have bad luck for long. And a waiter uses up a processor. If it does so for long, the owner has probably been
//! interrupted and waits for a processor itself, so after some looks the waiter offers its own at each
//! further one, which helps but does not make it sleep. Use this lock where it is held for a few instructions;
//! step 3 uses it so.

use std::fmt;
use std::time::Duration;

use super::{NotLocked, Raw};
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Deadline, hint, thread};

/// How often a waiter looks before it begins to offer its processor to others: some hundreds of instructions, which
/// is longer than an owner needs that is not interrupted.
const LOOKS_BEFORE_YIELD: u32 = 64;

/// A lock whose waiters spin, without data of its own.
///
/// Any thread may unlock it, as with Python's `Lock`. For data that a guard protects, see
/// [`SpinMutex`](super::SpinMutex).
///
/// ```
/// use lock::by_hand::{NotLocked, SpinLock};
///
/// let lock = SpinLock::new();
/// lock.lock();
/// assert!(!lock.try_lock(), "taken");
/// assert_eq!(lock.unlock(), Ok(()));
/// assert_eq!(lock.unlock(), Err(NotLocked));
/// ```
pub struct SpinLock {
    locked: AtomicBool,
}

// ANCHOR: spin
impl SpinLock {
    /// A free lock.
    #[must_use]
    pub fn new() -> SpinLock {
        SpinLock { locked: AtomicBool::new(false) }
    }

    /// Takes the lock; spins until it is free. For ever, if the calling thread has it already.
    pub fn lock(&self) {
        let locked = self.try_lock_until(Deadline::NEVER);
        debug_assert!(locked, "never has not come");
    }

    /// Takes the lock if it is free. Returns whether it did, and does not wait.
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock(&self) -> bool {
        // Acquire pairs with the Release in `unlock`: what its last owner did is visible to the next.
        // On a taken lock this writes `true` over `true`, which changes nothing.
        !self.locked.swap(true, Ordering::Acquire)
    }

    /// Takes the lock; spins until the deadline at most. Returns whether it has taken it.
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock_until(&self, deadline: Deadline) -> bool {
        while !self.try_lock() {
            // Looked at between any two tries, so that losing each of them cannot outlast the deadline.
            if deadline.has_passed() {
                return false;
            }
            let mut patience = LOOKS_BEFORE_YIELD;
            while self.is_locked() && !deadline.has_passed() {
                if patience > 0 {
                    patience -= 1;
                    hint::spin_loop();
                } else {
                    thread::yield_now();
                }
            }
        }
        true
    }

    /// Frees the lock, whoever took it.
    ///
    /// # Errors
    /// If it was free, and then it still is.
    pub fn unlock(&self) -> Result<(), NotLocked> {
        // Release pairs with the Acquire in `try_lock`. A swap and not a store, to learn whether it was
        // taken.
        if self.locked.swap(false, Ordering::Release) { Ok(()) } else { Err(NotLocked) }
    }

    /// Whether somebody has the lock. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        // Relaxed: a hint. Nothing is read on the strength of it; who wants the lock must still take it.
        self.locked.load(Ordering::Relaxed)
    }
}
// ANCHOR_END: spin

impl SpinLock {
    /// Takes the lock; spins for `timeout` at most, the whole call included. Returns whether it has taken it.
    ///
    /// Zero means [`try_lock`](SpinLock::try_lock); a time too long for the clock means
    /// [`lock`](SpinLock::lock).
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock_for(&self, timeout: Duration) -> bool {
        self.try_lock_until(Deadline::after(timeout))
    }
}

// SAFETY: `try_lock` and `try_lock_until` return `true`, and `lock` returns, only after a swap that put `true` in
// and got `false` out. By the invariant that happens once between two unlocks.
#[allow(unsafe_code, reason = "a promise that `Guarded` relies on")]
unsafe impl Raw for SpinLock {
    fn try_lock(&self) -> bool {
        SpinLock::try_lock(self)
    }

    fn try_lock_until(&self, deadline: Deadline) -> bool {
        SpinLock::try_lock_until(self, deadline)
    }

    fn unlock(&self) -> Result<(), NotLocked> {
        SpinLock::unlock(self)
    }

    fn is_locked(&self) -> bool {
        SpinLock::is_locked(self)
    }
}

impl Default for SpinLock {
    fn default() -> SpinLock {
        SpinLock::new()
    }
}

impl fmt::Debug for SpinLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpinLock").field("locked", &self.is_locked()).finish()
    }
}
