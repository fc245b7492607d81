//! A lock by hand, in three steps.
//!
//! 1. [`SpinLock`]: one atomic. Who finds it taken looks again and again.
//! 2. [`Guarded`]: a lock and the data that it protects. The only way to the data is a guard, and a guard
//!    that is dropped unlocks. It works with any [`Raw`] lock: with that of step 1 it is a [`SpinMutex`].
//! 3. [`RawLock`]: who finds it taken sleeps. Its line of sleepers is a `SpinMutex`, so that step 3
//!    stands on steps 1 and 2; and around data it is a [`Mutex`].
//!
//! Each step can be read and checked without the ones after it.

#[path = "by_hand/1_spin.rs"]
mod spin;

#[path = "by_hand/2_guard.rs"]
mod guard;

#[path = "by_hand/3_sleep.rs"]
mod sleep;

use std::error::Error;
use std::fmt;

pub use guard::{Guard, Guarded, Raw};
pub use sleep::RawLock;
pub use spin::SpinLock;

/// Data behind a lock whose waiters sleep, and get it in the order in which they came.
pub type Mutex<T> = Guarded<T, RawLock>;

/// What a [`Mutex`] gives to who has locked it.
pub type MutexGuard<'a, T> = Guard<'a, T, RawLock>;

/// Data behind a lock whose waiters spin.
pub type SpinMutex<T> = Guarded<T, SpinLock>;

/// What a [`SpinMutex`] gives to who has locked it.
pub type SpinMutexGuard<'a, T> = Guard<'a, T, SpinLock>;

/// A lock was to be unlocked, but it was free. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLocked;

impl fmt::Display for NotLocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unlock of a lock that is free")
    }
}

impl Error for NotLocked {}
