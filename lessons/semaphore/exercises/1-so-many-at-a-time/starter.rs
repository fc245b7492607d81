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
        *self.permits.lock() -= 1;
    }

    /// Takes a permit. Waits for it until the deadline; returns whether it has one.
    pub fn acquire_until(&self, deadline: Deadline) -> bool {
        self.acquire();
        !deadline.has_passed()
    }

    /// Gives so many permits. As many threads go on, if as many wait.
    pub fn release(&self, more: usize) {
        *self.permits.lock() += more;
        self.given.notify_all();
    }
}
