//! verdict: data-race
//! Believes that what was so a line above is still so: two threads find the slot empty, and both write. In Python it is
//! the same mistake, and the interpreter's lock makes it rare.

use learn::sync::Plain;
use learn::sync::atomic::{AtomicBool, Ordering};

/// A place for one value: set once, and then there for everybody.
pub struct Slot<T> {
    full: AtomicBool,
    value: Plain<T>,
}

impl<T: Copy + Default> Slot<T> {
    /// A slot that nobody has set.
    pub fn new() -> Slot<T> {
        Slot { full: AtomicBool::new(false), value: Plain::new(T::default()) }
    }

    /// Sets the value, unless somebody has set it before, or is about to: then the value comes back.
    pub fn set(&self, value: T) -> Result<(), T> {
        if self.full.load(Ordering::Acquire) {
            return Err(value);
        }
        self.value.set(value);
        self.full.store(true, Ordering::Release);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        self.full.load(Ordering::Acquire).then(|| self.value.get())
    }
}
