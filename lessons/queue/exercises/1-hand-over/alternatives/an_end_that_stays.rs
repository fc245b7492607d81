use std::collections::VecDeque;

use learn::sync::{Condvar, Mutex};

/// Hands items over, first in, first out, with room for `maxsize` of them.
pub struct Queue<T> {
    maxsize: usize,
    /// `None` is the end.
    items: Mutex<VecDeque<Option<T>>>,
    not_empty: Condvar,
    not_full: Condvar,
}

impl<T> Queue<T> {
    /// An empty queue.
    pub fn new(maxsize: usize) -> Queue<T> {
        let items = Mutex::new(VecDeque::new());
        Queue { maxsize, items, not_empty: Condvar::new(), not_full: Condvar::new() }
    }

    /// Puts an item at the end; waits while there is no room.
    pub fn put(&self, item: T) {
        let mut items = self.items.lock();
        while items.len() >= self.maxsize {
            self.not_full.wait(&mut items);
        }
        items.push_back(Some(item));
        self.not_empty.notify_one();
    }

    /// Takes the item at the front; waits while there is none. `None` when the queue is closed and empty.
    pub fn get(&self) -> Option<T> {
        let mut items = self.items.lock();
        loop {
            match items.front() {
                // It stays there for the next one.
                Some(None) => return None,
                Some(Some(_)) => {
                    self.not_full.notify_one();
                    return items.pop_front().flatten();
                }
                None => {}
            }
            self.not_empty.wait(&mut items);
        }
    }

    /// Says that nothing is put any more.
    pub fn close(&self) {
        self.items.lock().push_back(None);
        // The end is for all.
        self.not_empty.notify_all();
    }
}
