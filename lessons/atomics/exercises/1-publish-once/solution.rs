use learn::sync::Plain;
use learn::sync::atomic::{AtomicBool, Ordering};

/// A place for one value: set once, and then there for everybody.
pub struct Slot<T> {
    /// Whether somebody has the right to set it.
    claimed: AtomicBool,
    /// Whether the value is there.
    full: AtomicBool,
    /// The value, once it is full; until then it belongs to who has claimed it.
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
        // Relaxed: it says who sets, and publishes nothing. Looking and claiming are one step.
        if self.claimed.swap(true, Ordering::Relaxed) {
            return Err(value);
        }
        self.value.set(value);
        // Release pairs with the Acquire in `get`: who sees it sees the value.
        self.full.store(true, Ordering::Release);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        // Acquire pairs with the Release in `set`.
        self.full.load(Ordering::Acquire).then(|| self.value.get())
    }
}
