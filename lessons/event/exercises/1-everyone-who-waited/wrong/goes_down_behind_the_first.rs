//! verdict: assertion
//! Believes that an event is for one: the first to go takes it down behind it.

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
    /// How many threads wait.
    waiting: usize,
}

impl Event {
    /// An event that is not set.
    pub fn new() -> Event {
        Event { state: Mutex::new(State { set: false, waiting: 0 }), changed: Condvar::new() }
    }

    /// Sets the event. Everybody goes who waits for it.
    pub fn set(&self) {
        let mut state = self.state.lock();
        state.set = true;
        self.changed.notify_all();
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
        state.waiting += 1;
        while !state.set {
            self.changed.wait(&mut state);
        }
        state.set = false;
        state.waiting -= 1;
    }

    /// How many threads wait at this moment.
    pub fn waiting(&self) -> usize {
        self.state.lock().waiting
    }
}
