//! Step 9: semaphores for tasks: what is given is a permit.
//!
//! | operation | what becomes of a permit |
//! |---|---|
//! | `acquire` | a free one is taken; if there is none, one will be given in line |
//! | a [`Permit`] is dropped, or one is released | it goes to the first in line, or is free |
//! | an `acquire` is dropped that was given one | the same |

use std::fmt;
use std::mem;

use super::line::{Kept, Line, Shared};

/// More permits were to be given back than the semaphore has room for. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleasedTooOften;

impl fmt::Display for ReleasedTooOften {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("more permits were given back than were taken")
    }
}

impl std::error::Error for ReleasedTooOften {}

// ANCHOR: semaphore
/// *Invariant:* while somebody is in line, no permit is free.
struct Permits {
    free: usize,
    /// How many may be free.
    most: usize,
}

impl Permits {
    fn take(&mut self) -> Option<()> {
        self.free = self.free.checked_sub(1)?;
        Some(())
    }

    /// All or nothing: whether there is room for them is looked at before any is given.
    fn give(&mut self, count: usize, line: &mut Line<()>) -> Result<(), ReleasedTooOften> {
        if count > self.most - self.free {
            return Err(ReleasedTooOften);
        }
        let given = (0..count).take_while(|_| line.give(()).is_ok()).count();
        self.free += count - given;
        Ok(())
    }
}

impl Kept for Permits {
    type Share = ();

    fn take_back(&mut self, _permit: (), line: &mut Line<()>) {
        // There is no room for it if somebody has released in this one's stead. Then it is back already.
        let _ = self.give(1, line);
    }
}

/// Lets so many tasks in at a time, first come, first served.
///
/// ```
/// use asyncio::by_hand::{Semaphore, run};
///
/// run(|_| async {
///     let tables = Semaphore::new(1);
///     let guest = tables.acquire().await;
///     assert!(tables.try_acquire().is_none());
///     drop(guest);
///     assert_eq!(tables.available_permits(), 1);
/// });
/// ```
pub struct Semaphore {
    permits: Shared<Permits>,
}

impl Semaphore {
    /// A semaphore with so many permits to begin with. There may become more.
    #[must_use]
    pub fn new(permits: usize) -> Semaphore {
        Semaphore { permits: Shared::new(Permits { free: permits, most: usize::MAX }) }
    }

    /// Waits for a permit, and takes it. It is given back when it is dropped.
    pub async fn acquire(&self) -> Permit<'_> {
        self.permits.wait(|permits, _| permits.take()).await;
        Permit { permits: &self.permits }
    }

    /// Takes a permit if there is one now.
    #[must_use]
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        self.permits.with(|permits, _| permits.take()).map(|()| Permit { permits: &self.permits })
    }

    /// Adds a permit.
    ///
    /// # Panics
    /// If there are more than can be counted.
    pub fn release(&self) {
        self.release_many(1);
    }

    /// Adds so many permits at once.
    ///
    /// # Panics
    /// If there are more than can be counted.
    pub fn release_many(&self, permits: usize) {
        let given = self.permits.with(|kept, line| kept.give(permits, line));
        given.expect("not more permits than can be counted");
    }

    /// How many there are to take.
    #[must_use]
    pub fn available_permits(&self) -> usize {
        self.permits.with(|permits, _| permits.free)
    }
}
// ANCHOR_END: semaphore

// ANCHOR: bounded
/// A [`Semaphore`] that never has more permits than it began with: one too many is an error.
///
/// ```
/// use asyncio::by_hand::{BoundedSemaphore, ReleasedTooOften, run};
///
/// run(|_| async {
///     let seats = BoundedSemaphore::new(2);
///     seats.acquire().await.forget();
///     assert_eq!(seats.release_many(2), Err(ReleasedTooOften), "one is taken, so one can be given back");
///     assert_eq!(seats.available_permits(), 1, "and nothing has changed");
///     assert_eq!(seats.release(), Ok(()));
///     assert_eq!(seats.release(), Err(ReleasedTooOften));
/// });
/// ```
#[derive(Debug)]
pub struct BoundedSemaphore {
    inner: Semaphore,
}

impl BoundedSemaphore {
    /// A semaphore with so many permits, and never more.
    #[must_use]
    pub fn new(permits: usize) -> BoundedSemaphore {
        let permits = Shared::new(Permits { free: permits, most: permits });
        BoundedSemaphore { inner: Semaphore { permits } }
    }

    /// Waits for a permit, and takes it. It is given back when it is dropped.
    pub async fn acquire(&self) -> Permit<'_> {
        self.inner.acquire().await
    }

    /// Takes a permit if there is one now.
    #[must_use]
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        self.inner.try_acquire()
    }

    /// Gives one permit back.
    ///
    /// # Errors
    /// If none is out. Nothing has changed then.
    pub fn release(&self) -> Result<(), ReleasedTooOften> {
        self.release_many(1)
    }

    /// Gives so many permits back at once.
    ///
    /// # Errors
    /// If fewer are out. None is given back then: all or nothing.
    pub fn release_many(&self, permits: usize) -> Result<(), ReleasedTooOften> {
        self.inner.permits.with(|kept, line| kept.give(permits, line))
    }

    /// How many there are to take.
    #[must_use]
    pub fn available_permits(&self) -> usize {
        self.inner.available_permits()
    }
}
// ANCHOR_END: bounded

/// A permit, until this is dropped.
#[must_use = "dropped, it is given back"]
pub struct Permit<'a> {
    permits: &'a Shared<Permits>,
}

impl Permit<'_> {
    /// Keeps the permit for good: whoever knows when it is time gives it back by `release`.
    pub fn forget(self) {
        mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.permits.with(|permits, line| permits.take_back((), line));
    }
}

impl fmt::Debug for Semaphore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Semaphore")
            .field("available_permits", &self.available_permits())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}
