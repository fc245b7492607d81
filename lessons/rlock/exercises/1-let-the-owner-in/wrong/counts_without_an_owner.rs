//! verdict: data-race
//! Believes that to count is enough: whoever comes finds the lock taken, and takes it once more.

use learn::sync::Mutex;

/// A lock that whoever has it may take again.
pub struct RLock {
    state: Mutex<State>,
}

/// What the mutex guards.
struct State {
    /// How often it has been taken, and not given back.
    depth: usize,
}

impl RLock {
    /// A free lock.
    pub fn new() -> RLock {
        RLock { state: Mutex::new(State { depth: 0 }) }
    }

    /// Takes the lock, or one level more of it. Blocks as long as another thread has it.
    pub fn lock(&self) {
        self.state.lock().depth += 1;
    }

    /// Gives one level back, and returns true; with the last one the lock is free. Returns false, and changes
    /// nothing, if the calling thread does not own the lock.
    pub fn unlock(&self) -> bool {
        let mut state = self.state.lock();
        if state.depth == 0 {
            return false;
        }
        state.depth -= 1;
        true
    }
}
