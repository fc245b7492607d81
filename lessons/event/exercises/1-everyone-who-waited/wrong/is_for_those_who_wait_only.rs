//! verdict: deadlock
//! Believes that there is always somebody who waits already: who comes while it is set waits for the next time.

use learn::sync::{Condvar, Mutex};

/// A flag that threads wait for.
pub struct Event {
    state: Mutex<State>,
    /// Notified when the flag has been raised.
    changed: Condvar,
}

/// What the lock guards.
struct State {
    /// Whether the event is set.
    set: bool,
    /// How often it was set.
    generation: u64,
    /// How many threads wait.
    waiting: usize,
}

impl Event {
    /// An event that is not set.
    pub fn new() -> Event {
        Event { state: Mutex::new(State { set: false, generation: 0, waiting: 0 }), changed: Condvar::new() }
    }

    /// Sets the event. Everybody goes who waits for it.
    pub fn set(&self) {
        let mut state = self.state.lock();
        if !state.set {
            state.set = true;
            state.generation += 1;
            self.changed.notify_all();
        }
    }

    /// Takes it back: who comes from now on waits.
    pub fn clear(&self) {
        self.state.lock().set = false;
    }

    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        self.state.lock().set
    }

    /// Returns at once if it is set, and otherwise when it has been set.
    pub fn wait(&self) {
        let mut state = self.state.lock();
        let generation = state.generation;
        state.waiting += 1;
        while state.generation == generation {
            self.changed.wait(&mut state);
        }
        state.waiting -= 1;
    }

    /// How many threads wait at this moment.
    pub fn waiting(&self) -> usize {
        self.state.lock().waiting
    }
}
