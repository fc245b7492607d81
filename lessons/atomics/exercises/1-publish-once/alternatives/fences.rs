//! The orderings as fences: each access is `Relaxed`, and what has to stay before or after it is said beside it. A
//! reader who finds nothing pays for no fence.

use learn::sync::Plain;
use learn::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};

/// A place for one value: set once, and then there for everybody.
pub struct Slot<T> {
    /// How many have tried to set it: the first of them does.
    tries: AtomicUsize,
    full: AtomicBool,
    value: Plain<T>,
}

impl<T: Copy + Default> Slot<T> {
    /// A slot that nobody has set.
    pub fn new() -> Slot<T> {
        let (tries, full) = (AtomicUsize::new(0), AtomicBool::new(false));
        Slot { tries, full, value: Plain::new(T::default()) }
    }

    /// Sets the value, unless somebody has set it before, or is about to: then the value comes back.
    pub fn set(&self, value: T) -> Result<(), T> {
        // Relaxed: one of them gets 0, whatever the ordering.
        if self.tries.fetch_add(1, Ordering::Relaxed) > 0 {
            return Err(value);
        }
        self.value.set(value);
        // Pairs with the fence in `get`, through the flag.
        fence(Ordering::Release);
        self.full.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// The value; `None` if it is not there yet.
    pub fn get(&self) -> Option<T> {
        if !self.full.load(Ordering::Relaxed) {
            return None;
        }
        // Pairs with the fence in `set`, through the flag.
        fence(Ordering::Acquire);
        Some(self.value.get())
    }
}
