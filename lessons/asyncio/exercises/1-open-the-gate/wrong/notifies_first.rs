//! verdict: deadlock
//! Believes that by the time somebody is awake, the flag will be set.

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
        self.opened.notify_all();
        *self.open.lock() = true;
    }

    /// Returns when the gate is open.
    pub fn wait(&self) {
        let mut open = self.open.lock();
        while !*open {
            self.opened.wait(&mut open);
        }
    }
}
