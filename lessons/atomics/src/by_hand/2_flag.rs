//! Step 2: a flag that publishes, and a value that is handed over by it.
//!
//! *The algorithm* is message passing: write the message, then raise the flag; look at the flag, then read the message.
//! In a single thread it would not matter in which order the message and the flag are written, so the compiler and the
//! processor are free to exchange them, and to read the message before the flag. Two words forbid it. A store with
//! `Release` says: all that I did before it stays before it. A load with `Acquire` says: if I see that store, then I
//! see all that came before it. Neither does anything alone; together they make what was done before the one *happen
//! before* what is done after the other.
//!
//! A [`OneShot`] adds who may write and who may read: one thread claims the right to fill it, and one the right to
//! empty it, as a number is claimed in step 1.
//!
//! | state | `filling` | `full` | `taken` | means | becomes |
//! |---|---|---|---|---|---|
//! | empty | no | no | no | nobody has set it | being filled, by the first `set` |
//! | being filled | yes | no | no | its value is being written | full, by the same `set` |
//! | full | yes | yes | no | the value is there for who takes it | being emptied, by the first `take` |
//! | being emptied, or spent | yes | yes | yes | the value is moved out, or has been | |

#![allow(unsafe_code, reason = "the one place where the value is reached, on the strength of the flag")]

use std::fmt;

use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::cell::UnsafeCell;

// ANCHOR: flag
/// Says that something is ready. Once raised it stays so: who has seen it may rely on it.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use std::thread;
/// use atomics::by_hand::Flag;
///
/// let (message, ready) = (AtomicU32::new(0), Flag::new());
/// thread::scope(|scope| {
///     scope.spawn(|| {
///         message.store(42, Ordering::Relaxed); // Relaxed: the flag publishes it
///         ready.raise();
///     });
///     while !ready.is_raised() {
///         thread::yield_now();
///     }
///     assert_eq!(message.load(Ordering::Relaxed), 42); // Relaxed: after the flag
/// });
/// ```
pub struct Flag {
    raised: AtomicBool,
}

impl Flag {
    /// A flag that is down.
    #[must_use]
    pub fn new() -> Flag {
        Flag { raised: AtomicBool::new(false) }
    }

    /// Raises the flag. What the calling thread has done before is seen by whoever sees the flag. Never waits; raising
    /// it a second time changes nothing.
    pub fn raise(&self) {
        // Release pairs with the Acquire in `is_raised`.
        self.raised.store(true, Ordering::Release);
    }

    /// Whether the flag is raised. If it is, the caller sees all that was done before it was raised. Never waits.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        // Acquire pairs with the Release in `raise`.
        self.raised.load(Ordering::Acquire)
    }
}
// ANCHOR_END: flag

impl Default for Flag {
    fn default() -> Flag {
        Flag::new()
    }
}

impl fmt::Debug for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flag").field("raised", &self.is_raised()).finish()
    }
}

/// A place for one value, which one thread puts in and one thread takes out.
///
/// Neither waits: [`set`](OneShot::set) says whether it was the first, and [`take`](OneShot::take) whether there was
/// something to take. Who wants to wait for the value parks, and is unparked by who has set it.
///
/// `std::sync::OnceLock` is its neighbour, which lends its value to everybody instead of handing it to one.
///
/// *Invariants.*
///
/// 1. At most one thread, in all, is past the swap in `set` with `false` in hand, and it alone writes the value, before
///    it raises `full`.
/// 2. At most one thread, in all, is past the swap in `take` with `false` in hand, and it has seen `full` raised
///    before. It alone moves the value out.
///
/// ```
/// use std::thread;
/// use atomics::by_hand::OneShot;
///
/// let cell = OneShot::new();
/// thread::scope(|scope| {
///     scope.spawn(|| cell.set("a letter".to_owned()).expect("nobody else sets it"));
///     let letter = loop {
///         match cell.take() {
///             Some(letter) => break letter,
///             None => thread::yield_now(),
///         }
///     };
///     assert_eq!(letter, "a letter");
/// });
/// assert_eq!(cell.set("another".to_owned()), Err("another".to_owned()), "once is once");
/// ```
pub struct OneShot<T> {
    /// Whether somebody has claimed the right to set the value.
    filling: AtomicBool,
    /// Raised when the value is there.
    full: Flag,
    /// Whether somebody has claimed the value.
    taken: AtomicBool,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: a shared `OneShot` never gives out a reference to its value. It is moved in by one thread and out by one
// thread, perhaps another: that is to send it.
unsafe impl<T: Send> Sync for OneShot<T> {}

// ANCHOR: one_shot
impl<T> OneShot<T> {
    /// A cell that nobody has set.
    #[must_use]
    pub fn new() -> OneShot<T> {
        OneShot {
            filling: AtomicBool::new(false),
            full: Flag::new(),
            taken: AtomicBool::new(false),
            value: UnsafeCell::new(None),
        }
    }

    /// Sets the value, and publishes it together with all that the calling thread did before. Never waits.
    ///
    /// # Errors
    /// If somebody has set it before, or is about to, or has set it and somebody took it: once is once. The value
    /// comes back.
    pub fn set(&self, value: T) -> Result<(), T> {
        // Relaxed: as in step 1, this claims. It is the flag that publishes. A swap, so that looking and claiming are
        // one step.
        if self.filling.swap(true, Ordering::Relaxed) {
            return Err(value);
        }
        // SAFETY: the pointer is to a live `Option<T>`. By invariant 1 nobody else is here or ever will be, and by
        // invariant 2 nobody reaches the value before the flag is raised, which is below.
        self.value.with_mut(|place| unsafe { *place = Some(value) });
        self.full.raise();
        Ok(())
    }

    /// Takes the value out, if it is there and nobody has taken it. Never waits.
    #[must_use = "the value has been taken out, and is in no cell any more"]
    pub fn take(&self) -> Option<T> {
        // First the flag: its Acquire makes the value visible. Then Relaxed: this claims, and what is claimed has been
        // published by the flag.
        if !self.full.is_raised() || self.taken.swap(true, Ordering::Relaxed) {
            return None;
        }
        // SAFETY: the pointer is to a live `Option<T>`. The flag is raised, so by invariant 1 the one write has been
        // made, and happens before this; by invariant 2 nobody else is here or ever will be.
        self.value.with_mut(|place| unsafe { (*place).take() })
    }
}
// ANCHOR_END: one_shot

impl<T> OneShot<T> {
    /// Whether the value has been set. It may have been taken since.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.full.is_raised()
    }

    /// The value, if it was set and nobody has taken it, of a cell that nobody else has.
    #[must_use]
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }
}

impl<T> Default for OneShot<T> {
    fn default() -> OneShot<T> {
        OneShot::new()
    }
}

impl<T> fmt::Debug for OneShot<T> {
    /// Shows what state it is in; the value belongs to who takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Relaxed: to look at, and nothing more.
        let taken = self.taken.load(Ordering::Relaxed);
        f.debug_struct("OneShot").field("set", &self.is_set()).field("taken", &taken).finish_non_exhaustive()
    }
}
