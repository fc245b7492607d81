//! verdict: assertion
//! Believes that to be woken means that the lock was taken.

use learn::sync::{Condvar, Mutex, MutexGuard};

/// A lock that is held for long, and whose holder gives way.
pub struct Turns {
    state: Mutex<State>,
    /// Notified when the lock is put back.
    freed: Condvar,
    /// Notified when the lock is taken.
    switched: Condvar,
}

/// What the mutex guards.
struct State {
    /// Whether a thread has the lock.
    taken: bool,
    /// How many wait for it.
    waiting: usize,
    /// How often it was taken.
    turns: u64,
}

impl Turns {
    /// A lock that nobody has.
    pub fn new() -> Turns {
        let state = State { taken: false, waiting: 0, turns: 0 };
        Turns { state: Mutex::new(state), freed: Condvar::new(), switched: Condvar::new() }
    }

    /// Blocks until nobody has the lock, and takes it.
    pub fn take(&self) {
        self.take_under(self.state.lock());
    }

    /// Puts the lock back.
    pub fn put_back(&self) {
        self.state.lock().taken = false;
        // No wakeup is lost: who waits has looked under the mutex, which was held just now.
        self.freed.notify_one();
    }

    /// Whether another thread waits for the lock.
    pub fn is_wanted(&self) -> bool {
        self.state.lock().waiting > 0
    }

    /// Lets another thread have the lock, if one waits, and returns when the caller has it again.
    pub fn give_way(&self) {
        let mut state = self.state.lock();
        if state.waiting == 0 {
            return;
        }
        state.taken = false;
        self.freed.notify_one();
        let before = state.turns;
        if state.turns == before {
            self.switched.wait(&mut state);
        }
        self.take_under(state);
    }

    fn take_under(&self, mut state: MutexGuard<'_, State>) {
        state.waiting += 1;
        while state.taken {
            self.freed.wait(&mut state);
        }
        state.waiting -= 1;
        state.taken = true;
        state.turns += 1;
        // No wakeup is lost: who gives way looks at the turns under the mutex, which is held here. Several may wait
        // for this.
        self.switched.notify_all();
    }
}
