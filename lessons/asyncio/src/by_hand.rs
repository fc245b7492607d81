//! A gate made of a mutex and a condition variable.
//!
//! # The algorithm
//!
//! Here stands how it works, in a paragraph or in a table of its states, and where it comes from. A gate is
//! closed, or open; it opens once. Who waits looks under the lock whether it is open, and sleeps while it is
//! not. Who opens it sets that under the same lock and wakes everybody.
//!
//! This file is mounted in three worlds, so all that has to do with concurrency comes from `crate::sync`.

use std::fmt;
use std::time::Duration;

use crate::sync::{Condvar, Deadline, Mutex};

/// A gate that is closed until somebody opens it, and never closes again.
///
/// What a thread did before it opened the gate is seen by everybody who comes through.
///
/// ```
/// use std::thread;
///
/// use asyncio::by_hand::Gate;
///
/// let gate = Gate::new();
/// thread::scope(|scope| {
///     for _ in 0..3 {
///         scope.spawn(|| gate.wait());
///     }
///     gate.open();
/// });
/// assert!(gate.is_open());
/// ```
pub struct Gate {
    /// Whether it is open. Invariant: once it is, it stays so.
    open: Mutex<bool>,
    /// Notified when it opens.
    opened: Condvar,
}

/// The gate had not opened when the time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StillClosed;

impl fmt::Display for StillClosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the gate did not open in time")
    }
}

impl std::error::Error for StillClosed {}

impl Default for Gate {
    fn default() -> Gate {
        Gate::new()
    }
}

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Gate {
        Gate { open: Mutex::new(false), opened: Condvar::new() }
    }

    // ANCHOR: open
    /// Opens the gate and wakes everybody who waits. It never blocks for long; to open it twice is to open it.
    pub fn open(&self) {
        *self.open.lock() = true;
        // No wakeup is lost: who waits has looked under the lock, either after the line above and does not
        // sleep, or before it, and has then given the lock back only by sleeping. All may go, so all are woken.
        self.opened.notify_all();
    }
    // ANCHOR_END: open

    // ANCHOR: wait
    /// Blocks until the gate is open; returns at once if it is.
    pub fn wait(&self) {
        let mut open = self.open.lock();
        while !*open {
            self.opened.wait(&mut open);
        }
    }
    // ANCHOR_END: wait

    /// Blocks until the gate is open, or until `timeout` has passed. Zero means that it must be open already.
    ///
    /// # Errors
    /// [`StillClosed`] if the time is up first. Nothing else has changed: it can be waited for again.
    pub fn wait_timeout(&self, timeout: Duration) -> Result<(), StillClosed> {
        let deadline = Deadline::after(timeout);
        let mut open = self.open.lock();
        while !*open {
            // The time may be up just as it opens: what counts is whether it is open.
            if self.opened.wait_until(&mut open, deadline).timed_out() && !*open {
                return Err(StillClosed);
            }
        }
        Ok(())
    }

    /// Whether it is open. If so, it stays so; if not, it may open at any moment.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self.open.lock()
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("open", &self.is_open()).finish_non_exhaustive()
    }
}
