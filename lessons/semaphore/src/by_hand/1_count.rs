//! Step 1: a count and a condition variable.
//!
//! *The algorithm.* The permits that nobody has are a number under a lock. To take one is to make the number
//! smaller, and while it is zero there is nothing to take, so one waits. To give some is to make it larger, and
//! to notify. This is the oldest primitive that lets threads wait for each other: Edsger Dijkstra's, of 1963,
//! whose operations *P* and *V* are taking and giving. CPython's `threading.Semaphore` is made just like this.
//!
//! | permits | who wants one | who gives one |
//! |---|---|---|
//! | some | takes it | adds to them |
//! | none | waits | adds it, and notifies one who waits |
//!
//! *Invariant.* The number is that of all permits ever given, the first ones included, less those that were taken.
//! So it is never below zero, and never are more permits out than were given.
//!
//! *What it does not promise.* An order. A permit lies there until somebody has the lock, and a thread that comes
//! along just then may have it before the one that was woken for it. That is called *barging*. It makes good
//! use of the time that a wakeup takes, and it lets a thread that waits be passed over again and again. Step 2
//! does it the other way.

use std::fmt;

use super::{Raw, ReleasedTooOften};
use crate::sync::{Condvar, Deadline, Mutex};

// ANCHOR: count
/// Permits that are taken by whoever is awake.
///
/// ```
/// use semaphore::by_hand::{Count, Raw};
///
/// let permits = Count::new(2);
/// assert!(permits.try_take());
/// assert!(permits.try_take());
/// assert!(!permits.try_take(), "two were there");
/// permits.give(1, usize::MAX).expect("there is room");
/// assert_eq!(permits.available(), 1);
/// ```
pub struct Count {
    /// How many permits nobody has.
    permits: Mutex<usize>,
    /// Notified when there are more of them.
    given: Condvar,
}

impl Raw for Count {
    fn new(permits: usize) -> Count {
        Count { permits: Mutex::new(permits), given: Condvar::new() }
    }

    fn try_take(&self) -> bool {
        let mut permits = self.permits.lock();
        let is_one = *permits > 0;
        if is_one {
            *permits -= 1;
        }
        is_one
    }

    fn take_until(&self, deadline: Deadline) -> bool {
        let mut permits = self.permits.lock();
        while *permits == 0 {
            // A permit that came as the time ran out is taken: the notification for it may have
            // been this one's.
            if self.given.wait_until(&mut permits, deadline).timed_out() && *permits == 0 {
                return false;
            }
        }
        *permits -= 1;
        true
    }

    fn give(&self, more: usize, limit: usize) -> Result<(), ReleasedTooOften> {
        let mut permits = self.permits.lock();
        *permits = sum_within(limit, *permits, more)?;
        // No wakeup is lost: who waits has looked at the number under the lock, which is held
        // here, and gives the lock back only by waiting. One permit is for one thread, so one is
        // notified; if another one is faster, there is none left, and the one that was woken
        // sleeps until the next is given. Of several permits each may be for somebody, so all
        // are.
        match more {
            0 => {}
            1 => self.given.notify_one(),
            _ => self.given.notify_all(),
        }
        Ok(())
    }

    fn available(&self) -> usize {
        *self.permits.lock()
    }
}
// ANCHOR_END: count

/// The sum, if the limit allows for it.
pub(super) fn sum_within(limit: usize, there: usize, more: usize) -> Result<usize, ReleasedTooOften> {
    there.checked_add(more).filter(|&sum| sum <= limit).ok_or(ReleasedTooOften)
}

impl fmt::Debug for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Count").field("available", &self.available()).finish()
    }
}
