//! Step 3: a number that processes share, and the lock that goes with it.
//!
//! It is Python's `multiprocessing.Value("I", 0)`. The lock does not stand before the number: whoever only wants to
//! look may, and sees one of the values that it has had. Who wants to *change* it in a way that depends on what it was
//! has to have the lock from the look to the change, and that is what [`get_lock`](Value::get_lock) is for.
//!
//! *Invariant.* Between a guard's `get` and its `set` nobody else sets the number. (A `set` without the lock can still
//! come between, as in Python.)

use std::fmt;
use std::time::Duration;

use super::{Futex, Guard, Lock, LockWord, Owner};
use crate::sync::atomic::{AtomicU32, Ordering};

/// The words of a [`Value`]: what lies in the shared memory. All zeros is the number 0, and nobody has the lock.
#[derive(Debug, Default)]
#[repr(C)]
pub struct ValueWords {
    lock: LockWord,
    number: AtomicU32,
}

impl ValueWords {
    /// A number that nobody has locked.
    #[must_use]
    pub fn new(number: u32) -> ValueWords {
        ValueWords { lock: LockWord::new(), number: AtomicU32::new(number) }
    }
}

/// A number with a lock, as one of those sees it who share it.
///
/// ```
/// use processes::by_hand::{LocalFutex, Owner, Value, ValueWords};
///
/// let (words, futex) = (ValueWords::new(40), LocalFutex::new());
/// let counter = Value::new(&words, Owner::new(1), &futex);
/// let mut locked = counter.get_lock();
/// locked.set(locked.get() + 2);
/// drop(locked);
/// assert_eq!(counter.get(), 42);
/// ```
pub struct Value<'a, F> {
    lock: Lock<'a, F>,
    number: &'a AtomicU32,
}

/// The right to change a [`Value`] in a way that depends on what it was. Unlocks when dropped.
#[must_use = "the lock is free again as soon as the guard is dropped"]
pub struct ValueGuard<'a, F: Futex> {
    guard: Guard<'a, F>,
    number: &'a AtomicU32,
}

// ANCHOR: value
impl<'a, F: Futex> Value<'a, F> {
    /// The number in `words`, for `me`.
    #[must_use]
    pub fn new(words: &'a ValueWords, me: Owner, futex: &'a F) -> Value<'a, F> {
        Value { lock: Lock::new(&words.lock, me, futex), number: &words.number }
    }

    /// What it is. By the time you know, it may be otherwise.
    #[must_use]
    pub fn get(&self) -> u32 {
        // Relaxed: a number by itself. Who wants to see what belongs to it takes the lock.
        self.number.load(Ordering::Relaxed)
    }

    /// Makes it another one, whatever it is.
    pub fn set(&self, number: u32) {
        // Relaxed: as in `get`.
        self.number.store(number, Ordering::Relaxed);
    }

    /// Takes its lock; blocks until it is free.
    pub fn get_lock(&self) -> ValueGuard<'a, F> {
        self.locked(self.lock.lock())
    }

    /// Takes its lock if it is free; does not wait.
    pub fn try_get_lock(&self) -> Option<ValueGuard<'a, F>> {
        self.lock.try_lock().map(|guard| self.locked(guard))
    }

    /// Takes its lock; blocks for `timeout` at the most. Zero means [`try_get_lock`](Value::try_get_lock).
    pub fn get_lock_for(&self, timeout: Duration) -> Option<ValueGuard<'a, F>> {
        self.lock.lock_for(timeout).map(|guard| self.locked(guard))
    }

    /// Says that `dead` has ended. See [`Lock::bury`].
    pub fn bury(&self, dead: Owner) -> bool {
        self.lock.bury(dead)
    }

    fn locked(&self, guard: Guard<'a, F>) -> ValueGuard<'a, F> {
        ValueGuard { guard, number: self.number }
    }
}

impl<F: Futex> ValueGuard<'_, F> {
    /// What it is.
    #[must_use]
    pub fn get(&self) -> u32 {
        // Relaxed: the lock has ordered it after whatever was set under it.
        self.number.load(Ordering::Relaxed)
    }

    /// Makes it another one.
    pub fn set(&mut self, number: u32) {
        // Relaxed: the lock orders it before whoever takes it next.
        self.number.store(number, Ordering::Relaxed);
    }

    /// Whether whoever had the lock last died with it. See [`Guard::is_orphaned`].
    #[must_use]
    pub fn is_orphaned(&self) -> bool {
        self.guard.is_orphaned()
    }

    /// Says that what the lock protects is whole again.
    pub fn mend(&mut self) {
        self.guard.mend();
    }
}
// ANCHOR_END: value

impl<F: Futex> fmt::Debug for Value<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Value").field("lock", &self.lock).field("number", &self.get()).finish()
    }
}

impl<F: Futex> fmt::Debug for ValueGuard<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueGuard").field("guard", &self.guard).field("number", &self.get()).finish()
    }
}
