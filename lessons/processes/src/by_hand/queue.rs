//! The part of a queue between processes that needs no process: a shelf from which items are lent.
//!
//! One process keeps the items, and serves the others. To get one takes two steps, or it could be lost: it is *lent*
//! to who asked, and when that process has said that it has it, the loan is *kept*. If the process dies before that,
//! the item goes back to where it was, at the front.
//!
//! | an item is | counts against the capacity | goes on to |
//! |---|---|---|
//! | **on the shelf** | yes | lent |
//! | **lent** | yes: it may come back | gone, on the shelf |
//! | **gone** | no | – |
//!
//! After the shelf was closed nothing is put on it any more. It is at its end when nothing is on it *and* nothing is
//! lent.

use std::collections::VecDeque;
use std::fmt;
use std::mem;
use std::ops::Deref;

use crate::sync::{Condvar, Deadline, Mutex};

/// Why an item was not put; here it is again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPut<T> {
    /// There was no room in time.
    Full(T),
    /// The shelf was closed.
    Closed(T),
}

/// Why there is no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// There was none in time.
    Empty,
    /// The shelf was closed, and there will be none any more.
    Closed,
}

// ANCHOR: state
/// What the lock guards.
///
/// # Invariants
///
/// Between any two holders of the lock:
///
/// 1. `items.len() + lent <= capacity`.
/// 2. Each item that was put is in `items`, or counted in `lent`, or was kept or cleared away. It leaves once.
/// 3. Once closed, it stays so.
struct State<T> {
    /// The oldest first.
    items: VecDeque<T>,
    lent: usize,
    closed: bool,
}
// ANCHOR_END: state

/// A queue with room for so many items, from which they are lent before they are given away.
pub struct Shelf<T> {
    state: Mutex<State<T>>,
    capacity: usize,
    /// Notified when there is one item more, and when there will be none any more.
    items: Condvar,
    /// Notified when there is room for one more, and when there is no use in waiting for it.
    room: Condvar,
}

/// An item that is lent. Dropped, it goes back to the front of the shelf.
#[must_use = "the item goes back at once"]
pub struct Loan<'a, T> {
    shelf: &'a Shelf<T>,
    /// `None` after it has been kept.
    item: Option<T>,
}

impl<T> Shelf<T> {
    /// An empty shelf with room for `capacity` items.
    ///
    /// # Panics
    /// If `capacity` is 0: nothing could ever be put.
    #[must_use]
    pub fn new(capacity: usize) -> Shelf<T> {
        assert!(capacity > 0, "there is room for one item at least");
        let state = State { items: VecDeque::new(), lent: 0, closed: false };
        Shelf { state: Mutex::new(state), capacity, items: Condvar::new(), room: Condvar::new() }
    }

    // ANCHOR: put
    /// Puts an item behind all others. Blocks until there is room, until `deadline` at most.
    ///
    /// # Errors
    /// The item, if there was no room in time or the shelf is closed.
    pub fn put(&self, item: T, deadline: Deadline) -> Result<(), NotPut<T>> {
        let mut state = self.state.lock();
        while !state.closed && state.items.len() + state.lent >= self.capacity {
            // Who is notified just as the time is up looks once more, and uses the room: no notification is lost.
            if self.room.wait_until(&mut state, deadline).timed_out()
                && !state.closed
                && state.items.len() + state.lent >= self.capacity
            {
                return Err(NotPut::Full(item));
            }
        }
        if state.closed {
            return Err(NotPut::Closed(item));
        }
        state.items.push_back(item);
        // No wakeup is lost: who waits for an item looks under the lock, which is held here. One item, one of them.
        self.items.notify_one();
        Ok(())
    }
    // ANCHOR_END: put

    // ANCHOR: lend
    /// Lends the oldest item. Blocks until there is one, until `deadline` at most; also on a closed shelf, while some
    /// are lent: they may come back.
    ///
    /// # Errors
    /// If there was none in time, or there will be none any more.
    pub fn lend(&self, deadline: Deadline) -> Result<Loan<'_, T>, Nothing> {
        let mut state = self.state.lock();
        loop {
            if let Some(item) = state.items.pop_front() {
                state.lent += 1;
                return Ok(Loan { shelf: self, item: Some(item) });
            }
            if state.is_at_its_end() {
                return Err(Nothing::Closed);
            }
            if self.items.wait_until(&mut state, deadline).timed_out()
                && state.items.is_empty()
                && !state.is_at_its_end()
            {
                return Err(Nothing::Empty);
            }
        }
    }
    // ANCHOR_END: lend

    /// Takes no more items. What is on the shelf can still be had. May be called again.
    pub fn close(&self) {
        let mut state = self.state.lock();
        state.closed = true;
        // No wakeup is lost: as in `put`. It concerns all who wait.
        self.items.notify_all();
        self.room.notify_all();
    }

    /// Takes no more items, and drops those that are on the shelf; how many they were. What is lent is not touched:
    /// it may come back. May be called again, also after [`close`](Shelf::close).
    pub fn clear(&self) -> usize {
        let mut state = self.state.lock();
        state.closed = true;
        let items = mem::take(&mut state.items);
        // No wakeup is lost: as in `put`. It concerns all who wait.
        self.items.notify_all();
        self.room.notify_all();
        drop(state);
        // Without the lock: an item may do anything as it is dropped.
        items.len()
    }

    /// How many items are on the shelf. Others may change that meanwhile.
    #[must_use]
    pub fn len(&self) -> usize {
        self.state.lock().items.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// For how many there is room.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.capacity
    }
}

impl<T> State<T> {
    fn is_at_its_end(&self) -> bool {
        self.closed && self.items.is_empty() && self.lent == 0
    }
}

impl<T> Loan<'_, T> {
    // ANCHOR: keep
    /// The borrower has it: it is gone from the shelf, and there is room for another one.
    pub fn keep(mut self) -> T {
        let item = self.item.take().expect("it is kept once");
        let mut state = self.shelf.state.lock();
        state.lent -= 1;
        // No wakeup is lost: who waits for room looks under the lock, which is held here. Room for one, one of them.
        self.shelf.room.notify_one();
        if state.is_at_its_end() {
            // All who wait for an item that might have come back wait in vain now.
            self.shelf.items.notify_all();
        }
        item
    }
    // ANCHOR_END: keep
}

impl<T> Deref for Loan<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.item.as_ref().expect("it is there until it is kept")
    }
}

impl<T> Drop for Loan<'_, T> {
    // ANCHOR: back
    fn drop(&mut self) {
        let Some(item) = self.item.take() else { return };
        let mut state = self.shelf.state.lock();
        state.lent -= 1;
        state.items.push_front(item);
        // No wakeup is lost: as in `put`.
        self.shelf.items.notify_one();
    }
    // ANCHOR_END: back
}

impl<T> fmt::Debug for Shelf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_struct("Shelf")
            .field("items", &state.items.len())
            .field("lent", &state.lent)
            .field("capacity", &self.capacity)
            .field("closed", &state.closed)
            .finish()
    }
}

impl<T: fmt::Debug> fmt::Debug for Loan<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Loan").field(&self.item).finish()
    }
}
