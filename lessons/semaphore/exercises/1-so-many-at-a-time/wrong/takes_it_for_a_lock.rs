//! verdict: deadlock
//! Believes that a semaphore is a lock that anybody may unlock: there is a permit, or there is none.

use learn::sync::{Condvar, Deadline, Mutex};

/// A permit, which threads take and give.
pub struct Semaphore {
    is_there: Mutex<bool>,
    given: Condvar,
}

impl Semaphore {
    /// A semaphore with so many permits to begin with.
    pub fn new(permits: usize) -> Semaphore {
        Semaphore { is_there: Mutex::new(permits > 0), given: Condvar::new() }
    }

    /// Takes a permit. Waits until there is one.
    pub fn acquire(&self) {
        let mut is_there = self.is_there.lock();
        while !*is_there {
            self.given.wait(&mut is_there);
        }
        *is_there = false;
    }

    /// Takes a permit. Waits for it until the deadline; returns whether it has one.
    pub fn acquire_until(&self, deadline: Deadline) -> bool {
        let mut is_there = self.is_there.lock();
        while !*is_there {
            if self.given.wait_until(&mut is_there, deadline).timed_out() && !*is_there {
                return false;
            }
        }
        *is_there = false;
        true
    }

    /// Gives so many permits. As many threads go on, if as many wait.
    pub fn release(&self, _more: usize) {
        *self.is_there.lock() = true;
        self.given.notify_all();
    }
}
