//! verdict: livelock
//! Believes that `get` does the caller a favour by waiting, as `Queue.get` does in Python: who only wants to look never
//! comes back.

use learn::sync::Plain;
use learn::sync::atomic::{AtomicBool, Ordering};
use learn::sync::hint;

/// A place for one value: set once, and then there for everybody.
pub struct Slot<T> {
    claimed: AtomicBool,
    full: AtomicBool,
    value: Plain<T>,
}

impl<T: Copy + Default> Slot<T> {
    /// A slot that nobody has set.
    pub fn new() -> Slot<T> {
        let (claimed, full) = (AtomicBool::new(false), AtomicBool::new(false));
        Slot { claimed, full, value: Plain::new(T::default()) }
    }

    /// Sets the value, unless somebody has set it before, or is about to: then the value comes back.
    pub fn set(&self, value: T) -> Result<(), T> {
        if self.claimed.swap(true, Ordering::Relaxed) {
            return Err(value);
        }
        self.value.set(value);
        self.full.store(true, Ordering::Release);
        Ok(())
    }

    /// The value, once it is there.
    pub fn get(&self) -> Option<T> {
        while !self.full.load(Ordering::Acquire) {
            hint::spin_loop();
        }
        Some(self.value.get())
    }
}
