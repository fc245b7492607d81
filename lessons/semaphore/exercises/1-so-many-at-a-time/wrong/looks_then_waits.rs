//! verdict: lost-wakeup
//! Believes that a notification is kept for who comes later: it looks, lets go of the lock, and only then waits.

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
        loop {
            if self.try_acquire() {
                return;
            }
            let mut permits = self.permits.lock();
            self.given.wait(&mut permits);
        }
    }

    fn try_acquire(&self) -> bool {
        let mut permits = self.permits.lock();
        let there_is_one = *permits > 0;
        if there_is_one {
            *permits -= 1;
        }
        there_is_one
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
        let mut permits = self.permits.lock();
        *permits += more;
        // No wakeup is lost: who waits has looked at the permits under the lock that is held here.
        self.given.notify_all();
    }
}
