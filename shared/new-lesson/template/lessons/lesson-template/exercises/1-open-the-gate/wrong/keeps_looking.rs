//! verdict: livelock
//! Believes that to look until it is open is to wait: two who look can keep the third from ever opening it.

use learn::sync::atomic::{AtomicBool, Ordering};
use learn::sync::hint;

/// A gate that is closed until somebody opens it.
pub struct Gate {
    open: AtomicBool,
}

impl Gate {
    /// A closed gate.
    pub fn new() -> Gate {
        Gate { open: AtomicBool::new(false) }
    }

    /// Opens the gate, for good.
    pub fn open(&self) {
        self.open.store(true, Ordering::Release);
    }

    /// Returns when the gate is open.
    pub fn wait(&self) {
        while !self.open.load(Ordering::Acquire) {
            hint::spin_loop();
        }
    }
}
