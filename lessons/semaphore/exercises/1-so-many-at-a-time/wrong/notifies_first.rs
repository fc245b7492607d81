//! verdict: deadlock
//! Believes that the order of notifying and giving does not matter, since both are done in the end.

use learn::sync::{Condvar, Deadline, Mutex};

/// So many permits, which threads take and give.
pub struct Semaphore {
    permits: Mutex<usize>,
    given: Condvar,
}

impl Semaphore {
    /// A semaphore with so many permits to begin with.
    pub fn new(permits: usize) -> Semaphore {
        Semaphore { permits: Mutex::new(permits), given: Condvar::new() }
    }

    /// Takes a permit. Waits until there is one.
    pub fn acquire(&self) {
        let mut permits = self.permits.lock();
        while *permits == 0 {
            self.given.wait(&mut permits);
        }
        *permits -= 1;
    }

    /// Takes a permit. Waits for it until the deadline; returns whether it has one.
    pub fn acquire_until(&self, deadline: Deadline) -> bool {
        let mut permits = self.permits.lock();
        while *permits == 0 {
            if self.given.wait_until(&mut permits, deadline).timed_out() && *permits == 0 {
                return false;
            }
        }
        *permits -= 1;
        true
    }

    /// Gives so many permits. As many threads go on, if as many wait.
    pub fn release(&self, more: usize) {
        self.given.notify_all();
        *self.permits.lock() += more;
    }
}
