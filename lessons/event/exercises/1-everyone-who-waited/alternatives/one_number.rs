//! One number for both: it is odd while the event is set, and counts on with each change.

use learn::sync::{Condvar, Mutex};

/// A flag that threads wait for.
pub struct Event {
    state: Mutex<State>,
    /// Notified when the epoch has become odd.
    changed: Condvar,
}

/// What the lock guards.
struct State {
    /// Odd while the event is set.
    epoch: u64,
    /// How many threads wait.
    waiting: usize,
}

impl Event {
    /// An event that is not set.
    pub fn new() -> Event {
        Event { state: Mutex::new(State { epoch: 0, waiting: 0 }), changed: Condvar::new() }
    }

    /// Sets the event. Everybody goes who waits for it.
    pub fn set(&self) {
        let mut state = self.state.lock();
        state.epoch |= 1;
        // No wakeup is lost: who waits has looked under the lock that is held here. It concerns all.
        self.changed.notify_all();
    }

    /// Takes it back: who comes from now on waits.
    pub fn clear(&self) {
        let mut state = self.state.lock();
        state.epoch += state.epoch % 2;
    }

    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        self.state.lock().epoch % 2 == 1
    }

    /// Returns at once if it is set, and otherwise when it has been set.
    pub fn wait(&self) {
        let mut state = self.state.lock();
        let epoch = state.epoch;
        if epoch % 2 == 1 {
            return;
        }
        state.waiting += 1;
        while state.epoch == epoch {
            self.changed.wait(&mut state);
        }
        state.waiting -= 1;
    }

    /// How many threads wait at this moment.
    pub fn waiting(&self) -> usize {
        self.state.lock().waiting
    }
}
