//! A condition variable by hand, in three steps.
//!
//! 1. [`Parker`]: a place for one thread to sleep, until it is woken once. It has a promise that `park` alone
//!    has not: who comes back was woken, or is out of time.
//! 2. [`WaitGuard`]: what a thread can wait with: the right to a lock that it can give up entirely, and take
//!    again as it was.
//! 3. [`Condvar`]: a queue of those who wait, each with a parker of its own.
//!
//! The shape is that of CPython's `threading.Condition`, which is a queue of locks: each waiter makes one, takes
//! it, and sleeps by taking it a second time; to notify is to unlock it. A lock that is used once, to sleep at, is
//! what a parker is.

#[path = "by_hand/3_condvar.rs"]
mod condvar;
#[path = "by_hand/2_guard.rs"]
mod guard;
#[path = "by_hand/1_parker.rs"]
mod parker;

pub use condvar::{Condvar, Waited};
pub use guard::{LockId, WaitGuard};
pub use parker::Parker;
