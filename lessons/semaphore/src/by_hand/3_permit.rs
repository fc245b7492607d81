//! Step 3: permits that are given back when they are dropped.
//!
//! A permit that is taken and not given back is lost, and after some of these everybody waits for ever. In
//! Python `with semaphore:` sees to it that none is. In Rust the permit is a value: it can be moved to another
//! thread, kept beside what it stands for, and whatever way the program goes, it is dropped in the end.

use std::mem;
use std::time::Duration;

use super::{Line, Raw};
use crate::sync::Deadline;

// ANCHOR: permit
/// The right to be one of so many. It is given back when it is dropped, by whichever thread.
///
/// One that was kept by [`forget`](Permit::forget) is given back by `release`, or never.
#[derive(Debug)]
#[must_use = "it is given back as soon as it is dropped"]
pub struct Permit<'a, R: Raw = Line> {
    raw: &'a R,
    limit: usize,
}

impl<'a, R: Raw> Permit<'a, R> {
    /// Blocks until there is one.
    pub(super) fn acquire(raw: &'a R, limit: usize) -> Permit<'a, R> {
        let taken = raw.take_until(Deadline::NEVER);
        debug_assert!(taken, "never has not come");
        Permit { raw, limit }
    }

    /// Does not wait.
    pub(super) fn try_acquire(raw: &'a R, limit: usize) -> Option<Permit<'a, R>> {
        raw.try_take().then(|| Permit { raw, limit })
    }

    /// Blocks until there is one, for so long at most.
    pub(super) fn acquire_timeout(raw: &'a R, limit: usize, timeout: Duration) -> Option<Permit<'a, R>> {
        // Made once, so that it covers the whole call, however often it wakes up inside.
        let deadline = Deadline::after(timeout);
        raw.take_until(deadline).then(|| Permit { raw, limit })
    }

    /// Keeps the permit for good: it will not be given back by this. So a semaphore can be made
    /// to have fewer, or somebody else, who knows when it is time, gives it back by `release`.
    pub fn forget(self) {
        mem::forget(self);
    }
}

impl<R: Raw> Drop for Permit<'_, R> {
    fn drop(&mut self) {
        // There is no room for it if somebody has released in this one's stead. Then it is back
        // already.
        let _ = self.raw.give(1, self.limit);
    }
}
// ANCHOR_END: permit

/// How many permits an unbounded semaphore may have: as many as can be counted.
const NO_LIMIT: usize = usize::MAX;

// ANCHOR: semaphore
/// Lets so many threads in at a time, and lets the others wait; or counts things that some
/// threads make and others wait for.
///
/// `Semaphore::new` serves who waits in the order in which they came. [`Semaphore::over`] takes
/// any [`Raw`], such as a [`Count`](super::Count).
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use std::thread;
///
/// use semaphore::by_hand::Semaphore;
///
/// let tables = Semaphore::new(3);
/// let guests = AtomicUsize::new(0);
/// thread::scope(|scope| {
///     for _ in 0..10 {
///         scope.spawn(|| {
///             let _permit = tables.acquire();
///             // Relaxed: only counts.
///             assert!(guests.fetch_add(1, Ordering::Relaxed) < 3);
///             guests.fetch_sub(1, Ordering::Relaxed);
///         });
///     }
/// });
/// assert_eq!(tables.available_permits(), 3);
/// ```
#[derive(Debug)]
pub struct Semaphore<R = Line> {
    raw: R,
}

impl Semaphore {
    /// A semaphore with so many permits to begin with. There may be none, and there may become
    /// more.
    #[must_use]
    pub fn new(permits: usize) -> Semaphore {
        Semaphore::over(Line::new(permits))
    }

    /// How many are in line for a permit. By the time you know, it may be otherwise.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.raw.waiting()
    }
}

impl Default for Semaphore {
    /// One permit: a lock that any thread may unlock.
    fn default() -> Semaphore {
        Semaphore::new(1)
    }
}

impl<R: Raw> Semaphore<R> {
    /// A semaphore whose permits are kept by `raw`.
    #[must_use]
    pub fn over(raw: R) -> Semaphore<R> {
        Semaphore { raw }
    }

    /// Takes a permit; blocks until there is one.
    pub fn acquire(&self) -> Permit<'_, R> {
        Permit::acquire(&self.raw, NO_LIMIT)
    }

    /// Takes a permit if there is one, and does not wait.
    #[must_use = "the permit is given back as soon as it is dropped"]
    pub fn try_acquire(&self) -> Option<Permit<'_, R>> {
        Permit::try_acquire(&self.raw, NO_LIMIT)
    }

    /// Takes a permit; blocks for `timeout` at most, the whole call included. `None` if the time
    /// is over.
    ///
    /// Zero means [`try_acquire`](Semaphore::try_acquire); a time too long for the clock means
    /// [`acquire`](Semaphore::acquire).
    #[must_use = "the permit is given back as soon as it is dropped"]
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_, R>> {
        Permit::acquire_timeout(&self.raw, NO_LIMIT, timeout)
    }

    /// Gives one permit, and lets one go on who waits. Does not wait. So there may become more
    /// than there were at the beginning; [`BoundedSemaphore`](super::BoundedSemaphore) does not
    /// let that happen.
    ///
    /// # Panics
    /// If there are more permits than can be counted.
    pub fn release(&self) {
        self.release_many(1);
    }

    /// Gives so many permits at once, and lets as many go on who wait. Does not wait.
    ///
    /// # Panics
    /// If there are more permits than can be counted. Then nothing has changed.
    pub fn release_many(&self, permits: usize) {
        self.raw.give(permits, NO_LIMIT).expect("the permits of a semaphore can be counted");
    }

    /// How many permits nobody has. By the time you know, it may be otherwise.
    #[must_use]
    pub fn available_permits(&self) -> usize {
        self.raw.available()
    }
}
// ANCHOR_END: semaphore
