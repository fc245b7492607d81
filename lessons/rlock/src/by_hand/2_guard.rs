//! Step 2: a lock that holds its data.
//!
//! A reentrant lock and what it protects become one value. The way to the data leads through a [`Guard`]; each
//! guard is one level of the lock, and gives it back when it is dropped.
//!
//! *Only to look at.* A guard of a mutex lends its data by `&mut`, on the strength of being the only guard. Here
//! a thread may have several at once, so that two of them could lend the same data by `&mut`, and one could
//! change what the other is just reading. So a guard lends by `&`, and whoever wants to change something keeps it
//! in a `Cell` or a `RefCell`. The lock keeps other threads out; the `RefCell` watches over this one.
//!
//! *Only here.* A guard is the thread's that has locked, since giving back is for the owner. So it cannot be
//! sent to another thread.
//!
//! *Only level by level.* There is no way here to give back all levels at once, as step 1 has one. The caller's
//! guards would still be there, and still lend data that somebody else is at.
//!
//! *Invariants.*
//!
//! 1. A thread that has a guard owns `raw`, as many levels deep as it has guards (and has leaked). Nobody outside
//!    of this file can unlock `raw`.
//! 2. `data` is reached through a guard, or by who has the whole of it to itself. So of all threads, the owner
//!    is the only one with a reference to it, unless the data may be shared anyway (`T: Sync`).

#![allow(unsafe_code, reason = "the one place that says what may be shared on the strength of the lock")]

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::time::Duration;

use super::{FastRLock, NotOwner, RLock};
use crate::sync::Deadline;

/// A reentrant lock without data, as a [`Guarded`] value needs one.
///
/// # Safety
/// It must keep other threads out. After `try_lock` or `try_lock_until` has returned `true` to
/// a thread, neither may return `true` to any other until that one has called `unlock` as
/// often; and what was done before the last of these happens before what is done after the next
/// `true`.
pub unsafe trait Raw: Default {
    /// Takes the lock, or one level more of it, unless somebody else has it. Returns whether it
    /// did, and does not wait.
    fn try_lock(&self) -> bool;

    /// Takes the lock, or one level more of it; blocks until the deadline at most. Returns
    /// whether it has taken it.
    fn try_lock_until(&self, deadline: Deadline) -> bool;

    /// Gives one level back.
    ///
    /// # Errors
    /// If the calling thread does not own the lock. Nothing has changed then.
    fn unlock(&self) -> Result<(), NotOwner>;

    /// How many levels the calling thread has.
    fn recursion_count(&self) -> usize;

    /// Whether anybody has the lock.
    fn is_locked(&self) -> bool;
}

macro_rules! raw {
    ($Lock:ident) => {
        // SAFETY: `true` comes from where the calling thread has become the owner, or has found
        // that it is; there is one owner at a time, and the mutex of step 1 orders one after
        // the other.
        unsafe impl Raw for $Lock {
            fn try_lock(&self) -> bool {
                $Lock::try_lock(self)
            }

            fn try_lock_until(&self, deadline: Deadline) -> bool {
                $Lock::try_lock_until(self, deadline)
            }

            fn unlock(&self) -> Result<(), NotOwner> {
                $Lock::unlock(self)
            }

            fn recursion_count(&self) -> usize {
                $Lock::recursion_count(self)
            }

            fn is_locked(&self) -> bool {
                $Lock::is_locked(self)
            }
        }
    };
}

raw!(RLock);
raw!(FastRLock);

/// A value that one thread at a time can reach, and that thread as often as it likes: who owns
/// the lock `R` that is kept beside it.
///
/// Under its usual names it is a [`ReentrantMutex`](super::ReentrantMutex) or a
/// [`FastReentrantMutex`](super::FastReentrantMutex).
///
/// ```
/// use std::cell::Cell;
/// use rlock::by_hand::ReentrantMutex;
///
/// let balance = ReentrantMutex::new(Cell::new(10));
/// let deposit = |amount| {
///     let balance = balance.lock();
///     balance.set(balance.get() + amount);
/// };
/// {
///     // One step for other threads: the lock is held from the first deposit to the last.
///     let _held = balance.lock();
///     deposit(5);
///     deposit(7);
/// }
/// assert_eq!(balance.lock().get(), 22);
/// ```
///
/// It keeps other threads out, and nothing else. What the same thread must not do twice at a
/// time, the type of the data has to say; here a helper reads what its caller is in the middle
/// of changing:
///
/// ```should_panic
/// use std::cell::RefCell;
/// use rlock::by_hand::ReentrantMutex;
///
/// let rows = ReentrantMutex::new(RefCell::new(vec![1, 2, 3]));
/// let count = || rows.lock().borrow().len();
///
/// let held = rows.lock();
/// for row in held.borrow_mut().iter_mut() {
///     *row += count(); // panics: already mutably borrowed
/// }
/// ```
///
/// It is not poisoned: if a thread panics while it has the lock, its guards give back what they
/// have, and who comes next finds the data as they were left.
pub struct Guarded<T: ?Sized, R> {
    raw: R,
    data: T,
}

// SAFETY: by invariant 2 one thread at a time has references to data that may not be shared,
// though which one changes, and step 1 orders the changes: that is the same as to send the data
// back and forth. `R` is shared as it is.
unsafe impl<T: ?Sized + Send, R: Sync> Sync for Guarded<T, R> {}

/// One level of a [`Guarded`] value's lock, and the right to look at the data. Given back when
/// dropped, also by a panic.
///
/// It stays in the thread that has locked; this does not compile:
///
/// ```compile_fail,E0277
/// use std::thread;
/// use rlock::by_hand::ReentrantMutex;
///
/// let data = ReentrantMutex::new(1);
/// let guard = data.lock();
/// thread::scope(|scope| {
///     scope.spawn(move || drop(guard)); // a guard cannot be sent between threads safely
/// });
/// ```
///
/// And it does not lend by `&mut`:
///
/// ```compile_fail,E0594
/// use rlock::by_hand::ReentrantMutex;
///
/// let data = ReentrantMutex::new(1);
/// *data.lock() += 1; // cannot assign: there is no `DerefMut`
/// ```
#[must_use = "the level is given back as soon as the guard is dropped"]
pub struct Guard<'a, T: ?Sized, R: Raw> {
    mutex: &'a Guarded<T, R>,
    /// A raw pointer may not be sent to another thread, so neither may what has one.
    stays_here: PhantomData<*const ()>,
}

// ANCHOR: guard
impl<T, R: Raw> Guarded<T, R> {
    /// A free lock around `data`.
    pub fn new(data: T) -> Guarded<T, R> {
        Guarded { raw: R::default(), data }
    }

    /// The data. Nobody can have the lock: there is nobody else who could reach it.
    pub fn into_inner(self) -> T {
        self.data
    }
}

impl<T: ?Sized, R: Raw> Guarded<T, R> {
    /// Takes the lock, or one level more of it. Blocks as long as another thread has it.
    pub fn lock(&self) -> Guard<'_, T, R> {
        let locked = self.raw.try_lock_until(Deadline::NEVER);
        assert!(locked, "never has not come");
        self.guard()
    }

    /// Takes the lock, or one level more of it, unless another thread has it; does not wait.
    #[must_use = "the level is given back as soon as the guard is dropped"]
    pub fn try_lock(&self) -> Option<Guard<'_, T, R>> {
        self.raw.try_lock().then(|| self.guard())
    }

    /// Takes the lock, or one level more of it; blocks for `timeout` at most, the whole call
    /// included.
    ///
    /// Zero means [`try_lock`](Guarded::try_lock); a time too long for the clock means
    /// [`lock`](Guarded::lock).
    #[must_use = "the level is given back as soon as the guard is dropped"]
    pub fn try_lock_for(&self, timeout: Duration) -> Option<Guard<'_, T, R>> {
        self.raw.try_lock_until(Deadline::after(timeout)).then(|| self.guard())
    }

    /// The right to one level, for who has just taken it.
    fn guard(&self) -> Guard<'_, T, R> {
        Guard { mutex: self, stays_here: PhantomData }
    }
}

impl<T: ?Sized, R: Raw> Deref for Guard<'_, T, R> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.mutex.data
    }
}

impl<T: ?Sized, R: Raw> Drop for Guard<'_, T, R> {
    fn drop(&mut self) {
        let unlocked = self.mutex.raw.unlock();
        // By invariant 1 this thread owns the lock as long as it has a guard.
        debug_assert_eq!(unlocked, Ok(()));
    }
}
// ANCHOR_END: guard

impl<T: ?Sized, R: Raw> Guarded<T, R> {
    /// How many guards the *calling* thread has: 0 if the lock is free, or another thread's.
    #[must_use]
    pub fn recursion_count(&self) -> usize {
        self.raw.recursion_count()
    }

    /// Whether the calling thread has the lock.
    #[must_use]
    pub fn is_owned_by_current_thread(&self) -> bool {
        self.recursion_count() > 0
    }

    /// Whether anybody has the lock. Unless it is the calling thread, it may be otherwise by
    /// the time you know.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.raw.is_locked()
    }

    /// The data, by `&mut` and without locking: that nobody else has the lock is seen by the
    /// compiler.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.data
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
    /// Shows the data unless another thread has the lock; does not wait.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.try_lock() {
            Some(data) => f.debug_struct("ReentrantMutex").field("data", &&*data).finish(),
            None => f.debug_struct("ReentrantMutex").field("data", &format_args!("<locked>")).finish(),
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
