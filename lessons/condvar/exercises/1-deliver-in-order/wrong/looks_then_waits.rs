//! verdict: lost-wakeup
//! Believes that what it saw is still so when it waits: it lets go of the lock in between.

use std::collections::BTreeMap;

use learn::sync::{Condvar, Mutex};

/// Brings numbered items from many threads to one, in order.
pub struct InOrder<T> {
    /// How far ahead of the next number an item may be.
    window: usize,
    state: Mutex<State<T>>,
    room: Condvar,
    arrived: Condvar,
}

/// What the lock guards.
struct State<T> {
    /// The number that is taken next.
    next: usize,
    /// What was put down and not taken.
    items: BTreeMap<usize, T>,
}

impl<T> InOrder<T> {
    /// Nothing is there yet, and number 0 is taken next.
    pub fn new(window: usize) -> InOrder<T> {
        let state = Mutex::new(State { next: 0, items: BTreeMap::new() });
        InOrder { window, state, room: Condvar::new(), arrived: Condvar::new() }
    }

    /// Puts an item down; waits as long as its number is `window` or more ahead of the next.
    pub fn put(&self, number: usize, item: T) {
        let mut state = self.state.lock();
        while number >= state.next + self.window {
            self.room.wait(&mut state);
        }
        state.items.insert(number, item);
        // No wakeup is lost: `take` looks under the lock that is held here. It alone waits for this.
        self.arrived.notify_one();
    }

    /// Takes the next item; waits until it is there.
    pub fn take(&self) -> T {
        loop {
            let mut state = self.state.lock();
            let next = state.next;
            let item = state.items.remove(&next);
            if let Some(item) = item {
                state.next += 1;
                self.room.notify_all();
                return item;
            }
            drop(state);
            let mut state = self.state.lock();
            self.arrived.wait(&mut state);
        }
    }
}
