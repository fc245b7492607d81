use std::fmt;

use parking_lot::MutexGuard;

use crate::Deadline;

/// `parking_lot`'s condition variable, with [`Deadline`]s.
#[derive(Default)]
pub struct Condvar(parking_lot::Condvar);

/// Why a wait with a deadline ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitResult {
    timed_out: bool,
}

impl WaitResult {
    /// Whether it ended because the deadline had passed.
    #[inline]
    pub fn timed_out(self) -> bool {
        self.timed_out
    }
}

impl Condvar {
    /// A condition variable that nobody waits on.
    #[inline]
    pub fn new() -> Condvar {
        Condvar::default()
    }

    /// Gives the lock back, blocks until notified (or spuriously), and takes the lock again.
    #[inline]
    pub fn wait<T: ?Sized>(&self, guard: &mut MutexGuard<'_, T>) {
        self.0.wait(guard);
    }

    /// As [`wait`](Condvar::wait), until a deadline at most.
    #[inline]
    pub fn wait_until<T: ?Sized>(&self, guard: &mut MutexGuard<'_, T>, deadline: Deadline) -> WaitResult {
        let timed_out = match deadline.moment() {
            Some(moment) => self.0.wait_until(guard, moment).timed_out(),
            None => {
                self.0.wait(guard);
                false
            }
        };
        WaitResult { timed_out }
    }

    /// Wakes one thread that waits, if any does.
    #[inline]
    pub fn notify_one(&self) {
        self.0.notify_one();
    }

    /// Wakes every thread that waits.
    #[inline]
    pub fn notify_all(&self) {
        self.0.notify_all();
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("Condvar { .. }")
    }
}
