//! Futures by hand, in three steps.
//!
//! 1. [`Future`] and [`Promise`]: a place for what is not there yet, and the right to put it there;
//! 2. [`wait`] and [`as_completed`]: to wait for many;
//! 3. [`Executor`]: calls functions in the threads of a pool, and gives a future for each.
//!
//! Each step can be read and checked without the ones after it. The pool of step 3 is the one that the lesson `pool`
//! makes by hand.

#[path = "by_hand/1_future.rs"]
mod future;

#[path = "by_hand/2_wait.rs"]
mod wait;

#[path = "by_hand/3_executor.rs"]
mod executor;

pub use executor::{Executor, Map, Refused, Shutdown};
pub use future::{Cancelled, Failure, Future, Missing, Promise};
pub use wait::{AsCompleted, Split, StillWaiting, Until, as_completed, wait};
