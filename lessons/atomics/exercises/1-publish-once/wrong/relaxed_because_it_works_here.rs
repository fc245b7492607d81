//! verdict: data-race
//! Believes that orderings are about speed: each step is whole, in the right sequence, and on the machine where it was
//! tried it never failed. The value may be seen later than the flag.

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
        if self.claimed.swap(true, Ordering::Relaxed) {
            return Err(value);
        }
        self.value.set(value);
        self.full.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        self.full.load(Ordering::Relaxed).then(|| self.value.get())
    }
}
