//! Step 4: the same core, with less to it.
//!
//! No limit, so nobody waits for room. No tasks: what was fetched is done. No shutting down either,
//! so that whoever has to learn of the end learns it from an item that says so.

use std::fmt;
use std::time::Duration;

use super::task_queue::Fetched;
use super::{Fifo, TaskQueue};

// ANCHOR: simple
/// First in, first out, for any number of items.
///
/// ```
/// use std::thread;
///
/// use queue::by_hand::SimpleQueue;
///
/// let queue = SimpleQueue::new();
/// thread::scope(|scope| {
///     scope.spawn(|| {
///         queue.put(Some(7));
///         queue.put(None); // by agreement, the end
///     });
///     let mut total = 0;
///     while let Some(number) = queue.get() {
///         total += number;
///     }
///     assert_eq!(total, 7);
/// });
/// ```
pub struct SimpleQueue<T>(TaskQueue<Fifo<T>>);

impl<T> SimpleQueue<T> {
    /// An empty queue.
    #[must_use]
    pub fn new() -> SimpleQueue<T> {
        SimpleQueue(TaskQueue::with(0, Fetched::Done))
    }

    /// Puts an item into the queue; does not wait.
    pub fn put(&self, item: T) {
        self.0.put(item).expect(OPEN);
    }

    /// Fetches the next item; blocks as long as there is none.
    pub fn get(&self) -> T {
        self.0.get().expect(OPEN)
    }

    /// Fetches the next item, if there is one; does not wait.
    pub fn try_get(&self) -> Option<T> {
        self.0.try_get().ok()
    }

    /// Fetches the next item; blocks as long as there is none, but for no longer than `timeout`,
    /// the whole call included. `None` if none came in time; none is lost then.
    ///
    /// Zero means [`try_get`](SimpleQueue::try_get); a time too long for the clock means
    /// [`get`](SimpleQueue::get).
    pub fn get_timeout(&self, timeout: Duration) -> Option<T> {
        self.0.get_timeout(timeout).ok()
    }

    /// How many items are queued. By the time you know, it may be otherwise.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no item is queued. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
// ANCHOR_END: simple

/// Why some errors cannot be.
const OPEN: &str = "nobody can shut a simple queue down";

impl<T> Default for SimpleQueue<T> {
    fn default() -> SimpleQueue<T> {
        SimpleQueue::new()
    }
}

impl<T> fmt::Debug for SimpleQueue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimpleQueue").field("len", &self.len()).finish_non_exhaustive()
    }
}
