//! verdict: assertion
//! Believes that waiting for items is all that a queue is about: a fast producer fills the memory.

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
        // No wakeup is lost: who waits has looked under the lock that is held here. One item is for one of them.
        self.not_empty.notify_one();
    }

    /// Takes the item at the front; waits while there is none. `None` when the queue is closed and empty.
    pub fn get(&self) -> Option<T> {
        let mut state = self.state.lock();
        while state.items.is_empty() && !state.closed {
            self.not_empty.wait(&mut state);
        }
        let item = state.items.pop_front()?;
        // Room for one item is for one of those who wait.
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
