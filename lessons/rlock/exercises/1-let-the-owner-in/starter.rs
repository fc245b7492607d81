use learn::sync::{Condvar, Mutex};

/// A lock that whoever has it may take again.
pub struct RLock {
    state: Mutex<State>,
    /// Notified when the lock has become free.
    freed: Condvar,
}

/// What the mutex guards.
struct State {
    taken: bool,
}

impl RLock {
    /// A free lock.
    pub fn new() -> RLock {
        RLock { state: Mutex::new(State { taken: false }), freed: Condvar::new() }
    }

    /// Takes the lock, or one level more of it. Blocks as long as another thread has it.
    pub fn lock(&self) {
        let mut state = self.state.lock();
        while state.taken {
            self.freed.wait(&mut state);
        }
        state.taken = true;
    }

    /// Gives one level back, and returns true; with the last one the lock is free. Returns false, and changes
    /// nothing, if the calling thread does not own the lock.
    pub fn unlock(&self) -> bool {
        let mut state = self.state.lock();
        let was_taken = state.taken;
        state.taken = false;
        self.freed.notify_one();
        was_taken
    }
}
