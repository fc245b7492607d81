//! verdict: does-not-use
//! Believes that a lock is always the answer: it is right, and for most programs it is the answer, but nothing has been
//! learned about atomics; and here `set` and `get` wait for each other.

use learn::sync::Mutex;

/// A place for one value: set once, and then there for everybody.
pub struct Slot<T> {
    value: Mutex<Option<T>>,
}

impl<T: Copy + Default> Slot<T> {
    /// A slot that nobody has set.
    pub fn new() -> Slot<T> {
        Slot { value: Mutex::new(None) }
    }

    /// Sets the value, unless somebody has set it before: then the value comes back.
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut slot = self.value.lock();
        if slot.is_some() {
            return Err(value);
        }
        *slot = Some(value);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        *self.value.lock()
    }
}
