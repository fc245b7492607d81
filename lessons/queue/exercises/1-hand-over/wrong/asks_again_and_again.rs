//! verdict: livelock
//! Looks again and again instead of waiting: two that look can keep the third from ever coming.

use std::collections::VecDeque;

use learn::sync::{Mutex, thread};

/// Hands items over, first in, first out, with room for `maxsize` of them.
pub struct Queue<T> {
    maxsize: usize,
    state: Mutex<State<T>>,
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
        Queue { maxsize, state }
    }

    /// Puts an item at the end; waits while there is no room.
    pub fn put(&self, item: T) {
        let mut state = self.state.lock();
        while state.items.len() >= self.maxsize {
            drop(state);
            thread::yield_now();
            state = self.state.lock();
        }
        state.items.push_back(item);
    }

    /// Takes the item at the front; waits while there is none. `None` when the queue is closed and empty.
    pub fn get(&self) -> Option<T> {
        let mut state = self.state.lock();
        while state.items.is_empty() && !state.closed {
            drop(state);
            thread::yield_now();
            state = self.state.lock();
        }
        let item = state.items.pop_front()?;
        Some(item)
    }

    /// Says that nothing is put any more.
    pub fn close(&self) {
        self.state.lock().closed = true;
    }
}
