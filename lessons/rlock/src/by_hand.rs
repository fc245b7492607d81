//! A lock that lets its owner in again, by hand, in three steps.
//!
//! 1. [`RLock`]: an owner and a depth, kept under a mutex. Who finds that somebody else owns the lock sleeps on a
//!    condition variable.
//! 2. [`Guarded`]: such a lock and the data that it protects, which a guard lends by shared reference. Around the
//!    lock of step 1 it is a [`ReentrantMutex`].
//! 3. [`FastRLock`]: the owner is an atomic, so that a thread that owns the lock already need not take
//!    anything to find that out. It stands on the lock of step 1, and around data it is a [`FastReentrantMutex`].
//!
//! Each step can be read and checked without the ones after it.

#[path = "by_hand/1_owner.rs"]
mod owner;

#[path = "by_hand/2_guard.rs"]
mod guard;

#[path = "by_hand/3_fast.rs"]
mod fast;

use std::error::Error;
use std::fmt;

pub use fast::FastRLock;
pub use guard::{Guard, Guarded, Raw};
pub use owner::RLock;

/// Data behind a lock that lets its owner in again.
pub type ReentrantMutex<T> = Guarded<T, RLock>;

/// What a [`ReentrantMutex`] gives to who has locked it.
pub type ReentrantMutexGuard<'a, T> = Guard<'a, T, RLock>;

/// Data behind a lock that lets its owner in again at the cost of a look.
pub type FastReentrantMutex<T> = Guarded<T, FastRLock>;

/// What a [`FastReentrantMutex`] gives to who has locked it.
pub type FastReentrantMutexGuard<'a, T> = Guard<'a, T, FastRLock>;

/// A lock was to be given back by a thread that does not own it: it is free, or somebody else's. Nothing has
/// changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOwner;

impl fmt::Display for NotOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the calling thread does not own the lock")
    }
}

impl Error for NotOwner {}

/// The depth of a lock whose owner goes so many levels deeper.
///
/// # Panics
/// If that is more than a `usize` can count: then somebody locks in an endless recursion.
fn deeper(depth: usize, levels: usize) -> usize {
    depth.checked_add(levels).expect("nobody takes a lock more often than can be counted")
}
