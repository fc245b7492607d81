//! verdict: data-race
//! Believes that `SeqCst` makes anything right: one flag, raised in one step, before the value is there. Who sees the
//! flag sees all that came before it, and the value comes after.

use learn::sync::Plain;
use learn::sync::atomic::{AtomicBool, Ordering};

/// A place for one value: set once, and then there for everybody.
pub struct Slot<T> {
    is_set: AtomicBool,
    value: Plain<T>,
}

impl<T: Copy + Default> Slot<T> {
    /// A slot that nobody has set.
    pub fn new() -> Slot<T> {
        Slot { is_set: AtomicBool::new(false), value: Plain::new(T::default()) }
    }

    /// Sets the value, unless somebody has set it before, or is about to: then the value comes back.
    pub fn set(&self, value: T) -> Result<(), T> {
        if self.is_set.swap(true, Ordering::SeqCst) {
            return Err(value);
        }
        self.value.set(value);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        self.is_set.load(Ordering::SeqCst).then(|| self.value.get())
    }
}
