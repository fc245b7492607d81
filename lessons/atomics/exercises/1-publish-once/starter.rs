use learn::sync::Plain;
use learn::sync::atomic::{AtomicBool, Ordering};

/// A place for one value: set once, and then there for everybody.
pub struct Slot<T> {
    /// Whether it was set.
    is_set: AtomicBool,
    /// The value, from then on.
    value: Plain<T>,
}

impl<T: Copy + Default> Slot<T> {
    /// A slot that nobody has set.
    pub fn new() -> Slot<T> {
        Slot { is_set: AtomicBool::new(false), value: Plain::new(T::default()) }
    }

    /// Sets the value, unless somebody has set it before, or is about to: then the value comes back.
    pub fn set(&self, value: T) -> Result<(), T> {
        if self.is_set.load(Ordering::Relaxed) {
            return Err(value);
        }
        self.is_set.store(true, Ordering::Relaxed);
        self.value.set(value);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        if self.is_set.load(Ordering::Relaxed) { Some(self.value.get()) } else { None }
    }
}
