//! A semaphore by hand, in four steps.
//!
//! 1. [`Count`]: a count of permits and a condition variable. Whoever is awake takes a permit, whoever has
//!    waited longest or not.
//! 2. [`Line`]: who waits stands in line, and a permit that is given back is handed to the first in it. First
//!    come, first served.
//! 3. [`Semaphore`] and its [`Permit`]: what one works with, over the second step or the first. A permit that is
//!    dropped is given back.
//! 4. [`BoundedSemaphore`]: never has more permits than it began with, so that one that is given back twice
//!    is an error and not a permit too many.
//!
//! The first two are two answers to one question, and that is [`Raw`]. Each step can be read and checked without
//! the ones after it.

#[path = "by_hand/1_count.rs"]
mod count;

#[path = "by_hand/2_line.rs"]
mod line;

#[path = "by_hand/3_permit.rs"]
mod permit;

#[path = "by_hand/4_bounded.rs"]
mod bounded;

use std::error::Error;
use std::fmt;

pub use bounded::BoundedSemaphore;
pub use count::Count;
pub use line::Line;
pub use permit::{Permit, Semaphore};

use crate::sync::Deadline;

// ANCHOR: raw
/// What keeps the permits: a semaphore that leaves it to its user to give back what was taken.
///
/// Any thread may give permits, also one that has taken none, and what it did before is seen by
/// who takes them.
pub trait Raw {
    /// So many permits, which nobody has yet.
    fn new(permits: usize) -> Self;

    /// Takes a permit if there is one. Returns whether it did, and does not wait.
    #[must_use = "if it returns true, a permit has been taken"]
    fn try_take(&self) -> bool;

    /// Takes a permit; blocks until there is one, or until the deadline. Returns whether it has
    /// taken one.
    #[must_use = "if it returns true, a permit has been taken"]
    fn take_until(&self, deadline: Deadline) -> bool;

    /// Gives so many permits, and lets as many of those go on who wait. Does not wait.
    ///
    /// # Errors
    /// If there would be more than `limit` permits that nobody has. Then nothing has changed.
    fn give(&self, permits: usize, limit: usize) -> Result<(), ReleasedTooOften>;

    /// How many permits nobody has. By the time you know, it may be otherwise.
    fn available(&self) -> usize;
}
// ANCHOR_END: raw

/// More permits were to be given back than the semaphore has room for. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleasedTooOften;

impl fmt::Display for ReleasedTooOften {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("more permits were given back than were taken")
    }
}

impl Error for ReleasedTooOften {}
