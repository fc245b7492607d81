use learn::sync::{Condvar, Mutex};

/// Where `parties` threads wait for each other, again and again.
pub struct Meeting {
    parties: usize,
    state: Mutex<State>,
    all_here: Condvar,
}

/// What the lock guards.
struct State {
    /// How many have arrived in this round.
    arrived: usize,
}

impl Meeting {
    /// A meeting of so many threads.
    pub fn new(parties: usize) -> Meeting {
        Meeting { parties, state: Mutex::new(State { arrived: 0 }), all_here: Condvar::new() }
    }

    /// Returns when all parties have called it: true for one of them, false for the others.
    pub fn wait(&self) -> bool {
        let mut state = self.state.lock();
        state.arrived += 1;
        if state.arrived == self.parties {
            state.arrived = 0;
            self.all_here.notify_all();
            return true;
        }
        false
    }
}
