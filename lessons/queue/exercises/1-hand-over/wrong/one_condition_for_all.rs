//! verdict: deadlock
//! Believes that one condition variable is enough, and that a notification finds whoever needs it: a consumer may be
//! woken by the room that it has just made for a producer.

use std::collections::VecDeque;

use learn::sync::{Condvar, Mutex};

/// Hands items over, first in, first out, with room for `maxsize` of them.
pub struct Queue<T> {
    maxsize: usize,
    state: Mutex<State<T>>,
    changed: Condvar,
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
        Queue { maxsize, state, changed: Condvar::new() }
    }

    /// Puts an item at the end; waits while there is no room.
    pub fn put(&self, item: T) {
        let mut state = self.state.lock();
        while state.items.len() >= self.maxsize {
            self.changed.wait(&mut state);
        }
        state.items.push_back(item);
        self.changed.notify_one();
    }

    /// Takes the item at the front; waits while there is none. `None` when the queue is closed and empty.
    pub fn get(&self) -> Option<T> {
        let mut state = self.state.lock();
        while state.items.is_empty() && !state.closed {
            self.changed.wait(&mut state);
        }
        let item = state.items.pop_front()?;
        self.changed.notify_one();
        Some(item)
    }

    /// Says that nothing is put any more.
    pub fn close(&self) {
        self.state.lock().closed = true;
        self.changed.notify_all();
    }
}
