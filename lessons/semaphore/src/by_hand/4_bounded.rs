//! Step 4: a semaphore that never has more permits than it began with.
//!
//! A permit too many is a mistake that hides: everything goes on, only that one more gets in than may. If permits stand
//! for things that there are so many of (buffers, connections, seats), more of them than things can only
//! be a mistake, and this semaphore says so. Whether there is room is looked at under the lock under which the permits
//! are added, in [`Raw::give`]: looked at before, two threads could find room for one permit and give one each.

use std::time::Duration;

use super::{Line, Permit, Raw, ReleasedTooOften};

// ANCHOR: bounded
/// A [`Semaphore`](super::Semaphore) that has never more permits than it began with.
///
/// ```
/// use semaphore::by_hand::{BoundedSemaphore, ReleasedTooOften};
///
/// let seats = BoundedSemaphore::new(2);
/// seats.acquire().forget();
/// assert_eq!(seats.release_many(2), Err(ReleasedTooOften), "one is taken, so one can be given back");
/// assert_eq!(seats.available_permits(), 1, "and nothing has changed");
/// assert_eq!(seats.release(), Ok(()));
/// assert_eq!(seats.release(), Err(ReleasedTooOften));
/// ```
#[derive(Debug)]
pub struct BoundedSemaphore<R = Line> {
    raw: R,
    /// How many permits it began with.
    limit: usize,
}

impl BoundedSemaphore {
    /// A semaphore with so many permits, and never more.
    #[must_use]
    pub fn new(permits: usize) -> BoundedSemaphore {
        BoundedSemaphore::over(Line::new(permits))
    }

    /// How many are in line for a permit. By the time you know, it may be otherwise.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.raw.waiting()
    }
}

impl Default for BoundedSemaphore {
    /// One permit.
    fn default() -> BoundedSemaphore {
        BoundedSemaphore::new(1)
    }
}

impl<R: Raw> BoundedSemaphore<R> {
    /// A semaphore whose permits are kept by `raw`, and never more than are there now.
    #[must_use]
    pub fn over(raw: R) -> BoundedSemaphore<R> {
        let limit = raw.available();
        BoundedSemaphore { raw, limit }
    }

    /// Takes a permit; blocks until there is one.
    pub fn acquire(&self) -> Permit<'_, R> {
        Permit::acquire(&self.raw, self.limit)
    }

    /// Takes a permit if there is one, and does not wait.
    #[must_use = "the permit is given back as soon as it is dropped"]
    pub fn try_acquire(&self) -> Option<Permit<'_, R>> {
        Permit::try_acquire(&self.raw, self.limit)
    }

    /// Takes a permit; blocks for `timeout` at most, the whole call included. `None` if the time
    /// is over.
    ///
    /// Zero means [`try_acquire`](BoundedSemaphore::try_acquire); a time too long for the clock
    /// means [`acquire`](BoundedSemaphore::acquire).
    #[must_use = "the permit is given back as soon as it is dropped"]
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_, R>> {
        Permit::acquire_timeout(&self.raw, self.limit, timeout)
    }

    /// Gives one permit back, and lets one go on who waits. Does not wait.
    ///
    /// # Errors
    /// If no permit is out. Then nothing has changed.
    pub fn release(&self) -> Result<(), ReleasedTooOften> {
        self.release_many(1)
    }

    /// Gives so many permits back at once, and lets as many go on who wait. Does not wait.
    ///
    /// # Errors
    /// If fewer are out. Then none is given back: all or nothing.
    pub fn release_many(&self, permits: usize) -> Result<(), ReleasedTooOften> {
        self.raw.give(permits, self.limit)
    }

    /// How many permits nobody has. By the time you know, it may be otherwise.
    #[must_use]
    pub fn available_permits(&self) -> usize {
        self.raw.available()
    }
}
// ANCHOR_END: bounded
