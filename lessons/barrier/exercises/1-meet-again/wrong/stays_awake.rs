//! verdict: livelock
//! Looks again and again instead of waiting: two that look can keep the third from ever arriving.

use learn::sync::{Condvar, Mutex, thread};

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
    /// The number of this round.
    generation: u64,
}

impl Meeting {
    /// A meeting of so many threads.
    pub fn new(parties: usize) -> Meeting {
        let state = Mutex::new(State { arrived: 0, generation: 0 });
        Meeting { parties, state, all_here: Condvar::new() }
    }

    /// Returns when all parties have called it: true for one of them, false for the others.
    pub fn wait(&self) -> bool {
        let mut state = self.state.lock();
        let generation = state.generation;
        state.arrived += 1;
        if state.arrived == self.parties {
            state.arrived = 0;
            state.generation += 1;
            // No wakeup is lost: who waits has compared the generation under the lock that is held here.
            self.all_here.notify_all();
            return true;
        }
        drop(state);
        while self.state.lock().generation == generation {
            thread::yield_now();
        }
        false
    }
}
