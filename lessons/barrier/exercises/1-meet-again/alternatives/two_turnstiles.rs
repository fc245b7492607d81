//! Without a number: nobody arrives for the next round before the last has left this one.

use learn::sync::{Condvar, Mutex};

/// Where `parties` threads wait for each other, again and again.
pub struct Meeting {
    parties: usize,
    state: Mutex<State>,
    changed: Condvar,
}

/// What the lock guards.
struct State {
    /// How many are inside.
    inside: usize,
    /// Whether those inside are leaving.
    leaving: bool,
}

impl Meeting {
    /// A meeting of so many threads.
    pub fn new(parties: usize) -> Meeting {
        let state = Mutex::new(State { inside: 0, leaving: false });
        Meeting { parties, state, changed: Condvar::new() }
    }

    /// Returns when all parties have called it: true for one of them, false for the others.
    pub fn wait(&self) -> bool {
        let mut state = self.state.lock();
        while state.leaving {
            self.changed.wait(&mut state);
        }
        state.inside += 1;
        let last = state.inside == self.parties;
        if last {
            state.leaving = true;
            // No wakeup is lost: who waits looks at `leaving` under the lock that is held here.
            self.changed.notify_all();
        }
        while !state.leaving {
            self.changed.wait(&mut state);
        }
        state.inside -= 1;
        if state.inside == 0 {
            state.leaving = false;
            // As above.
            self.changed.notify_all();
        }
        last
    }
}
