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
        state.items.push_back(item);
    }

    /// Takes the item at the front; waits while there is none. `None` when the queue is closed and empty.
    pub fn get(&self) -> Option<T> {
        let mut state = self.state.lock();
        state.items.pop_front()
    }

    /// Says that nothing is put any more.
    pub fn close(&self) {
        self.state.lock().closed = true;
    }
}
