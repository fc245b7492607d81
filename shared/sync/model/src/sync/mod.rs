//! The watched types, in the shapes of `sync-real`: what `crate::sync` is where a primitive is checked
//! or played.
//!
//! Two names have no counterpart there: [`Plain`], memory for scenarios whose races are seen, and
//! [`Model`], the scenario itself.

pub mod atomic;
pub mod cell;
mod condvar;
mod deadline;
pub mod hint;
mod mutex;
mod rwlock;
pub mod thread;

pub use ::panics;
pub use std::sync::{Arc, Weak};

pub use cell::Plain;
pub use condvar::{Condvar, WaitResult};
pub use deadline::Deadline;
pub use mutex::{Mutex, MutexGuard};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
pub use thread::catch_unwind;

pub use crate::model::{Bound, Model};
pub use crate::models;
