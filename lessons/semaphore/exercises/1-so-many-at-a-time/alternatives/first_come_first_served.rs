//! With a line: a permit is handed to who has waited longest, and nobody overtakes.

use std::collections::VecDeque;

use learn::sync::{Arc, Condvar, Deadline, Mutex};

/// So many permits, which threads take and give.
pub struct Semaphore {
    state: Mutex<State>,
}

/// What the lock guards.
struct State {
    /// How many permits nobody has; none if somebody is in line.
    permits: usize,
    /// What each of those sleeps on who wait, in the order in which they came.
    line: VecDeque<Arc<Condvar>>,
}

impl Semaphore {
    /// A semaphore with so many permits to begin with.
    pub fn new(permits: usize) -> Semaphore {
        Semaphore { state: Mutex::new(State { permits, line: VecDeque::new() }) }
    }

    /// Takes a permit. Waits until there is one.
    pub fn acquire(&self) {
        self.acquire_until(Deadline::NEVER);
    }

    /// Takes a permit. Waits for it until the deadline; returns whether it has one.
    pub fn acquire_until(&self, deadline: Deadline) -> bool {
        let mut state = self.state.lock();
        if state.permits > 0 {
            state.permits -= 1;
            return true;
        }
        let turn = Arc::new(Condvar::new());
        state.line.push_back(Arc::clone(&turn));
        while let Some(place) = state.line.iter().position(|other| Arc::ptr_eq(other, &turn)) {
            if turn.wait_until(&mut state, deadline).timed_out()
                && state.line.get(place).is_some_and(|other| Arc::ptr_eq(other, &turn))
            {
                state.line.remove(place);
                return false;
            }
        }
        // Whoever has been taken out of the line has a permit.
        true
    }

    /// Gives so many permits. As many threads go on, if as many wait.
    pub fn release(&self, more: usize) {
        let mut state = self.state.lock();
        let handed = more.min(state.line.len());
        for turn in state.line.drain(..handed) {
            // No wakeup is lost: who waits looks for itself in the line under the lock that is held here.
            turn.notify_one();
        }
        state.permits += more - handed;
    }
}
