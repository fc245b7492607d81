//! One atomic with three states, and a compare-and-exchange for the first step: the state cannot be one that makes no
//! sense, as full without being claimed.

use learn::sync::Plain;
use learn::sync::atomic::{AtomicU8, Ordering};

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

    /// Sets the value, unless somebody has set it before, or is about to: then the value comes back.
    pub fn set(&self, value: T) -> Result<(), T> {
        // Relaxed, both: to claim publishes nothing, and to have failed tells nothing but that.
        let claimed = self.state.compare_exchange(EMPTY, BEING_SET, Ordering::Relaxed, Ordering::Relaxed);
        if claimed.is_err() {
            return Err(value);
        }
        self.value.set(value);
        // Release pairs with the Acquire in `get`.
        self.state.store(FULL, Ordering::Release);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        // Acquire pairs with the Release in `set`.
        (self.state.load(Ordering::Acquire) == FULL).then(|| self.value.get())
    }
}
