//! verdict: deadlock
//! Believes that who is woken wakes the next.

use learn::sync::{Condvar, Mutex};

/// A gate that is closed until somebody opens it.
pub struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    /// A closed gate.
    pub fn new() -> Gate {
        Gate { open: Mutex::new(false), opened: Condvar::new() }
    }

    /// Opens the gate, for good.
    pub fn open(&self) {
        *self.open.lock() = true;
        self.opened.notify_one();
    }

    /// Returns when the gate is open.
    pub fn wait(&self) {
        let mut open = self.open.lock();
        while !*open {
            self.opened.wait(&mut open);
        }
    }
}
