//! Step 1: the moment at which a thread ends.
//!
//! | `reached` | the thread | who waits |
//! |---|---|---|
//! | `false` | is alive | sleeps, until notified or out of time |
//! | `true`, for good | has done all it had to do | does not, or is about to wake |

use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Condvar, Deadline, Mutex};

// ANCHOR: finish
/// A moment that comes once. Any number of threads may wait for it, before or after.
#[derive(Debug)]
pub struct Finish {
    /// Goes from `false` to `true` once, under the lock.
    reached: AtomicBool,
    /// Held from a waiter's last look at the flag until it sleeps, and while the flag is raised.
    lock: Mutex<()>,
    /// Notified when the flag has been raised.
    raised: Condvar,
}
// ANCHOR_END: finish

impl Finish {
    /// A moment that has not come.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "nobody needs a default moment")]
    pub fn new() -> Finish {
        Finish { reached: AtomicBool::new(false), lock: Mutex::new(()), raised: Condvar::new() }
    }

    /// Whether it has come. Never blocks. Who gets `true` sees all that was done before [`reach`](Finish::reach).
    // ANCHOR: is_reached
    #[must_use]
    pub fn is_reached(&self) -> bool {
        // Acquire: pairs with the Release in `reach` (invariant 2).
        self.reached.load(Ordering::Acquire)
    }
    // ANCHOR_END: is_reached

    /// Says that it has come, and wakes everyone who waits for it.
    // ANCHOR: reach
    pub fn reach(&self) {
        let lock = self.lock.lock();
        // Release: pairs with the Acquire in `is_reached` (invariant 2).
        self.reached.store(true, Ordering::Release);
        drop(lock);
        // No wakeup is lost (invariant 3): a waiter holds the lock from its look at the flag until it sleeps.
        // So the flag was raised before that look, and it does not sleep, or after it had fallen asleep,
        // and this finds it. All of them, since each waits for the same thing and nobody passes it on.
        self.raised.notify_all();
    }
    // ANCHOR_END: reach

    /// Blocks until it has come, or until `deadline`; returns whether it has come. A deadline that has passed
    /// already means: look, and do not block. It is a moment and not a duration, so that a wait that begins again
    /// inside does not begin to count again.
    // ANCHOR: wait
    #[must_use]
    pub fn wait(&self, deadline: Deadline) -> bool {
        if self.is_reached() {
            return true;
        }
        let mut lock = self.lock.lock();
        // Relaxed, here and below: the flag is raised under this lock, which orders what came before it.
        while !self.reached.load(Ordering::Relaxed) {
            if self.raised.wait_until(&mut lock, deadline).timed_out() {
                // The end may have come between the deadline and the lock: the flag decides, not the clock.
                return self.reached.load(Ordering::Relaxed);
            }
        }
        true
    }
    // ANCHOR_END: wait
}
