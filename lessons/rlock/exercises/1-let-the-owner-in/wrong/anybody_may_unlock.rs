//! verdict: assertion
//! Believes that any thread may unlock, as with an ordinary lock: true for Python's `Lock`, not for its `RLock`.

use learn::sync::thread::{self, ThreadId};
use learn::sync::{Condvar, Mutex};

/// A lock that whoever has it may take again.
pub struct RLock {
    state: Mutex<State>,
    /// Notified when the lock has become free.
    freed: Condvar,
}

/// What the mutex guards.
struct State {
    /// The thread that has the lock.
    owner: Option<ThreadId>,
    /// How often it has taken it, and not given it back.
    depth: usize,
}

impl RLock {
    /// A free lock.
    pub fn new() -> RLock {
        RLock { state: Mutex::new(State { owner: None, depth: 0 }), freed: Condvar::new() }
    }

    /// Takes the lock, or one level more of it. Blocks as long as another thread has it.
    pub fn lock(&self) {
        let me = thread::current().id();
        let mut state = self.state.lock();
        while state.owner.is_some_and(|owner| owner != me) {
            self.freed.wait(&mut state);
        }
        state.owner = Some(me);
        state.depth += 1;
    }

    /// Gives one level back, and returns true; with the last one the lock is free. Returns false, and changes
    /// nothing, if the calling thread does not own the lock.
    pub fn unlock(&self) -> bool {
        let mut state = self.state.lock();
        if state.depth == 0 {
            return false;
        }
        state.depth -= 1;
        if state.depth == 0 {
            state.owner = None;
            // No wakeup is lost: who waits has found an owner under the mutex that is held here.
            self.freed.notify_one();
        }
        true
    }
}
