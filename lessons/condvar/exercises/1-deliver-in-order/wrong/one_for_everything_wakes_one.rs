//! verdict: deadlock
//! One condition variable for both, and one notification a change: it may go to somebody who waits for the other thing.

use std::collections::BTreeMap;

use learn::sync::{Condvar, Mutex};

/// Brings numbered items from many threads to one, in order.
pub struct InOrder<T> {
    /// How far ahead of the next number an item may be.
    window: usize,
    state: Mutex<State<T>>,
    changed: Condvar,
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
        InOrder { window, state, changed: Condvar::new() }
    }

    /// Puts an item down; waits as long as its number is `window` or more ahead of the next.
    pub fn put(&self, number: usize, item: T) {
        let mut state = self.state.lock();
        while number >= state.next + self.window {
            self.changed.wait(&mut state);
        }
        state.items.insert(number, item);
        self.changed.notify_one();
    }

    /// Takes the next item; waits until it is there.
    pub fn take(&self) -> T {
        let mut state = self.state.lock();
        loop {
            let next = state.next;
            if let Some(item) = state.items.remove(&next) {
                state.next += 1;
                self.changed.notify_one();
                return item;
            }
            self.changed.wait(&mut state);
        }
    }
}
