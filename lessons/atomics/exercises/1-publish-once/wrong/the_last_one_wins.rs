//! verdict: assertion
//! Believes that setting is assigning, as `slot.value = value` is in Python: who comes later puts its value in the
//! place of the one before. Each waits until nobody is at it, so that there is no race, and both are told that they
//! have set it.

use learn::sync::Plain;
use learn::sync::atomic::{AtomicU8, Ordering};
use learn::sync::hint;

const EMPTY: u8 = 0;
const BEING_SET: u8 = 1;
const FULL: u8 = 2;

/// A place for one value: set once, and then there for everybody.
pub struct Slot<T> {
    state: AtomicU8,
    value: Plain<T>,
}

impl<T: Copy + Default> Slot<T> {
    /// A slot that nobody has set.
    pub fn new() -> Slot<T> {
        Slot { state: AtomicU8::new(EMPTY), value: Plain::new(T::default()) }
    }

    /// Sets the value.
    pub fn set(&self, value: T) -> Result<(), T> {
        while self.state.swap(BEING_SET, Ordering::Acquire) == BEING_SET {
            hint::spin_loop();
        }
        self.value.set(value);
        self.state.store(FULL, Ordering::Release);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        (self.state.load(Ordering::Acquire) == FULL).then(|| self.value.get())
    }
}
