//! verdict: assertion
//! Believes that a wait returns only when there is something.

use std::collections::VecDeque;

use learn::sync::{Condvar, Mutex};

/// Hands items over, first in, first out, with room for `maxsize` of them.
pub struct Queue<T> {
    maxsize: usize,
    state: Mutex<State<T>>,
    not_empty: Condvar,
    not_full: Condvar,
}

/// What the lock guards.
struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    /// An empty queue.
    pub fn new(maxsize: usize) -> Queue<T> {
        let state = Mutex::new(State { items: VecDeque::new(), closed: false });
        Queue { maxsize, state, not_empty: Condvar::new(), not_full: Condvar::new() }
    }

    /// Puts an item at the end; waits while there is no room.
    pub fn put(&self, item: T) {
        let mut state = self.state.lock();
        if state.items.len() >= self.maxsize {
            self.not_full.wait(&mut state);
        }
        state.items.push_back(item);
        self.not_empty.notify_one();
    }

    /// Takes the item at the front; waits while there is none. `None` when the queue is closed and empty.
    pub fn get(&self) -> Option<T> {
        let mut state = self.state.lock();
        if state.items.is_empty() && !state.closed {
            self.not_empty.wait(&mut state);
        }
        let item = state.items.pop_front()?;
        self.not_full.notify_one();
        Some(item)
    }

    /// Says that nothing is put any more.
    pub fn close(&self) {
        self.state.lock().closed = true;
        // It concerns everybody who waits for an item.
        self.not_empty.notify_all();
    }
}
