//! What `crate::sync` is where a primitive is the real thing: `std` and `parking_lot`, at no cost.
//!
//! A primitive's file imports concurrency only from `crate::sync`. In a lesson's library that name means this crate;
//! where the same file is checked or played it means `sync_checked::sync` or `sync_played::sync`, which has the same
//! shapes and watches them:
//!
//! | name | here |
//! |---|---|
//! | [`Mutex`], [`RwLock`] and their guards | `parking_lot`'s: `lock()` without poisoning, [`MutexGuard::unlocked`] |
//! | [`Condvar`] | `parking_lot`'s, with [`Deadline`]s |
//! | [`atomic`] | `std`'s, with the operations that are listed there |
//! | [`cell::UnsafeCell`] | `std`'s, reached by closures |
//! | [`thread`] | `std`'s, with [`thread::park_until`] and [`thread::number`] |
//! | [`hint::spin_loop`], [`Arc`], [`catch_unwind`] | `std`'s |
//! | [`panics`] | what a caught panic says, in all worlds the same |
//! | [`Deadline`] | a moment, or never |
//!
//! Everything that a primitive's file may use is here. What is missing here is missing in the other worlds
//! too: `thread::scope`, `const fn new`, statics. Where `std`'s and `parking_lot`'s own types are meant they can do
//! more than is watched, and a file that uses it does not compile in the other worlds: `tests/loom.rs` of the lesson
//! says so. What is in all worlds, `tests/shapes` of `sync-checked` uses, operation by operation.
//!
//! # Layout
//!
//! [`condvar`](Condvar) and [`deadline`](Deadline) first, then [`cell`] and [`thread`]; the rest is names.

#![forbid(unsafe_code)]

pub mod cell;
mod condvar;
mod deadline;
pub mod thread;

use std::any::Any;
use std::panic::AssertUnwindSafe;

pub use ::panics;
pub use parking_lot::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
pub use std::sync::{Arc, Weak};

pub use condvar::{Condvar, WaitResult};
pub use deadline::Deadline;

/// Atomic integers, `AtomicBool` and `fence`.
///
/// In every world they have `new`, `Default` and `From`, `load`, `store`, `swap`, `compare_exchange` and
/// `compare_exchange_weak`, `fetch_and`, `fetch_or`, `fetch_xor`, `try_update`, `update`, `fetch_update`, and
/// `into_inner`; integers also `fetch_add`, `fetch_sub`, `fetch_max` and `fetch_min`, and the `bool` has `fetch_not`.
/// `get_mut`, `as_ptr` and `fetch_nand` are only in `std`, and so are pointers and integers with a sign.
pub mod atomic {
    pub use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};
}

/// What a spinning thread says: one that goes on only when another thread does something. A loop that tries a
/// `compare_exchange` again because another thread *has* done something says nothing.
pub mod hint {
    pub use std::hint::spin_loop;
}

/// Calls `work` and contains its panic.
///
/// Unlike `std`'s it asks for no `UnwindSafe`: who contains a panic sees to it that nothing broken is left.
///
/// # Errors
/// The payload of the panic.
pub fn catch_unwind<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    std::panic::catch_unwind(AssertUnwindSafe(work))
}
