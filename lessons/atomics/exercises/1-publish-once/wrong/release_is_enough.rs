//! verdict: data-race
//! Believes that the writer alone can publish: with Release at the store the value is out, and who reads it needs
//! nothing. But the reader may have read the value before it looked at the flag.

use learn::sync::Plain;
use learn::sync::atomic::{AtomicBool, Ordering};

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
        if self.claimed.swap(true, Ordering::AcqRel) {
            return Err(value);
        }
        self.value.set(value);
        self.full.store(true, Ordering::Release);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        self.full.load(Ordering::Relaxed).then(|| self.value.get())
    }
}
