//! Step 2: a lock that holds its data.
//!
//! A raw lock and the memory that it protects become one value. The way to the data leads through
//! a [`Guard`], and whoever has a guard has the lock: forgetting to lock does not compile, and
//! forgetting to unlock takes effort.
//!
//! *Invariants.*
//!
//! 1. `raw` is locked as long as a guard is alive (or was leaked), and there is one guard at most. Nobody
//!    outside of this file can unlock `raw`, so that this stands although any thread may unlock a raw lock.
//! 2. `data` is reached through the guard, or through `&mut Guarded`, which nobody else can have meanwhile.

#![allow(unsafe_code, reason = "the one place where the data is reached, on the strength of the lock")]

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use super::NotLocked;
use crate::sync::Deadline;
use crate::sync::cell::UnsafeCell;

/// A lock without data, as a [`Guarded`] value needs one.
///
/// # Safety
/// It must exclude. After `try_lock` or `try_lock_until` has returned `true`, neither may return `true` to
/// anybody until `unlock` has been called; and what was done before that `unlock` happens before what is done
/// after the `true` that follows it.
pub unsafe trait Raw: Default {
    /// Takes the lock if it is free. Returns whether it did, and does not wait.
    fn try_lock(&self) -> bool;

    /// Takes the lock; waits until the deadline at most. Returns whether it has taken it.
    fn try_lock_until(&self, deadline: Deadline) -> bool;

    /// Frees the lock.
    ///
    /// # Errors
    /// If it was free, and then it still is.
    fn unlock(&self) -> Result<(), NotLocked>;

    /// Whether somebody has the lock. By the time you know, it may be otherwise.
    fn is_locked(&self) -> bool;
}

/// A value that one thread at a time can reach: who has taken the lock `R` that is kept beside it.
///
/// Under its usual names it is a [`Mutex`](super::Mutex) or a [`SpinMutex`](super::SpinMutex).
///
/// It is not poisoned: if a thread panics while it has the lock, the guard unlocks, and who comes next finds
/// the data as they were left.
///
/// ```
/// use std::thread;
/// use lock::by_hand::Mutex;
///
/// let total = Mutex::new(0);
/// thread::scope(|scope| {
///     for amount in [1, 2, 3] {
///         let total = &total;
///         scope.spawn(move || *total.lock() += amount);
///     }
/// });
/// assert_eq!(total.into_inner(), 6);
/// ```
pub struct Guarded<T: ?Sized, R> {
    raw: R,
    data: UnsafeCell<T>,
}

// SAFETY: by invariant 2 one thread at a time reaches the data, though which one changes: the same as to send
// the data back and forth. `R` is shared as it is.
unsafe impl<T: ?Sized + Send, R: Sync> Sync for Guarded<T, R> {}

/// The right to [`Guarded`] data. Unlocks when dropped, by any thread and also by a panic.
///
/// It can be shared between threads only if the data can; this does not compile:
///
/// ```compile_fail,E0277
/// use std::cell::Cell;
/// use std::thread;
/// use lock::by_hand::Mutex;
///
/// let cell = Mutex::new(Cell::new(0));
/// let guard = cell.lock();
/// thread::scope(|scope| {
///     scope.spawn(|| guard.set(1)); // `Cell<i32>` cannot be shared between threads safely
///     scope.spawn(|| guard.set(2));
/// });
/// ```
#[must_use = "the lock is free again as soon as the guard is dropped"]
pub struct Guard<'a, T: ?Sized, R: Raw> {
    mutex: &'a Guarded<T, R>,
    /// A guard is as good as a `&mut T`. Without this a guard of a `Mutex<Cell<i32>>` could be shared between
    /// threads, since the mutex itself can, and all of them would reach the cell.
    data: PhantomData<&'a mut T>,
}

// ANCHOR: mutex
impl<T, R: Raw> Guarded<T, R> {
    /// A free lock around `data`.
    pub fn new(data: T) -> Guarded<T, R> {
        Guarded { raw: R::default(), data: UnsafeCell::new(data) }
    }

    /// The data. Nobody can have the lock: there is nobody else who could reach it.
    pub fn into_inner(self) -> T {
        self.data.into_inner()
    }
}

impl<T: ?Sized, R: Raw> Guarded<T, R> {
    /// Takes the lock; blocks until it is free. For ever, if the calling thread has it already.
    pub fn lock(&self) -> Guard<'_, T, R> {
        let locked = self.raw.try_lock_until(Deadline::NEVER);
        assert!(locked, "never has not come");
        self.guard()
    }

    /// Takes the lock if it is free; does not wait.
    #[must_use = "the lock is free again as soon as the guard is dropped"]
    pub fn try_lock(&self) -> Option<Guard<'_, T, R>> {
        self.raw.try_lock().then(|| self.guard())
    }

    /// Takes the lock; blocks for `timeout` at most, the whole call included.
    ///
    /// Zero means [`try_lock`](Guarded::try_lock); a time too long for the clock means
    /// [`lock`](Guarded::lock).
    #[must_use = "the lock is free again as soon as the guard is dropped"]
    pub fn try_lock_for(&self, timeout: Duration) -> Option<Guard<'_, T, R>> {
        self.raw.try_lock_until(Deadline::after(timeout)).then(|| self.guard())
    }

    /// The right to the data, for who has just taken the lock.
    fn guard(&self) -> Guard<'_, T, R> {
        Guard { mutex: self, data: PhantomData }
    }
}

impl<T: ?Sized, R: Raw> Drop for Guard<'_, T, R> {
    fn drop(&mut self) {
        let unlocked = self.mutex.raw.unlock();
        // By invariant 1 the lock was taken as long as this guard was alive.
        debug_assert_eq!(unlocked, Ok(()));
    }
}
// ANCHOR_END: mutex

// ANCHOR: deref
impl<T: ?Sized, R: Raw> Deref for Guard<'_, T, R> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        // SAFETY: the pointer is to a live `T`, and by the invariants whoever could write to it needs
        // this guard by `&mut`, which nobody has while the `&T` that borrows it is alive.
        self.mutex.data.with(|data| unsafe { &*data })
    }
}

impl<T: ?Sized, R: Raw> DerefMut for Guard<'_, T, R> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the pointer is to a live `T`, and by the invariants whoever could reach it needs this
        // guard, which is borrowed by `&mut` as long as the `&mut T` is alive.
        self.mutex.data.with_mut(|data| unsafe { &mut *data })
    }
}
// ANCHOR_END: deref

impl<T: ?Sized, R: Raw> Guarded<T, R> {
    /// Whether somebody has the lock. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.raw.is_locked()
    }

    /// The data, without locking: that nobody else has the lock is seen by the compiler.
    pub fn get_mut(&mut self) -> &mut T {
        self.data.get_mut()
    }
}

impl<T: Default, R: Raw> Default for Guarded<T, R> {
    fn default() -> Guarded<T, R> {
        Guarded::new(T::default())
    }
}

impl<T, R: Raw> From<T> for Guarded<T, R> {
    fn from(data: T) -> Guarded<T, R> {
        Guarded::new(data)
    }
}

impl<T: ?Sized + fmt::Debug, R: Raw> fmt::Debug for Guarded<T, R> {
    /// Shows the data if the lock is free; does not wait.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.try_lock() {
            Some(data) => f.debug_struct("Mutex").field("data", &&*data).finish(),
            None => f.debug_struct("Mutex").field("data", &format_args!("<locked>")).finish(),
        }
    }
}

impl<T: ?Sized + fmt::Debug, R: Raw> fmt::Debug for Guard<'_, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: ?Sized + fmt::Display, R: Raw> fmt::Display for Guard<'_, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}
