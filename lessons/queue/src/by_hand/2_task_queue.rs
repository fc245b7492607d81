//! Step 2: a store under a mutex, and what there is to wait for.
//!
//! *The algorithm* is the bounded buffer of C. A. R. Hoare (*Monitors*, 1974): one mutex around
//! everything, and a condition variable for each thing that somebody may wait for. Shutting down,
//! and tasks, come from Python's `queue`.
//!
//! | who | waits while | on | is woken by |
//! |---|---|---|---|
//! | `get` | the queue is empty | `not_empty` | a put, a shutdown |
//! | `put` | it is full | `not_full` | a get, another `maxsize`, a shutdown |
//! | `join` | not everything is done | `all_done` | the last `task_done`, an immediate shutdown |
//!
//! The third row is step 3.

use std::fmt;
use std::mem;
use std::num::NonZeroUsize;
use std::time::Duration;

use super::{GetError, PutError, ShutDown, Shutdown, Store};
use crate::sync::{Condvar, Deadline, Mutex};

// ANCHOR: state
/// What the lock guards.
///
/// # Invariants
///
/// Between any two holders of the lock:
///
/// 1. Every item that was put and is not done counts once: in the store, or in hand.
/// 2. Once `shut` is true it stays so, and nothing comes into the store any more.
/// 3. Whenever everything is done that was put, `round` has grown since the last put.
pub(super) struct State<S> {
    /// The items that are queued.
    pub(super) store: S,
    /// How many of those there may be; `None` for any number. There may be more, if the limit was
    /// lowered since.
    limit: Option<NonZeroUsize>,
    /// How many items were fetched and are not done.
    pub(super) in_hand: usize,
    /// How often everything was done.
    pub(super) round: u64,
    /// Whether the queue has been shut down.
    shut: bool,
}
// ANCHOR_END: state

impl<S: Store> State<S> {
    fn is_full(&self) -> bool {
        self.limit.is_some_and(|limit| self.store.len() >= limit.get())
    }
}

/// What becomes of an item when it is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fetched {
    /// It is in hand until `task_done`.
    InHand,
    /// It is done: nobody will say so.
    Done,
}

// ANCHOR: type
/// A queue for any number of producers and consumers. It has them wait for room and for items, and
/// knows when all that it was given is done.
///
/// Under its usual names it is a [`Queue`](super::Queue), a [`LifoQueue`](super::LifoQueue) or a
/// [`PriorityQueue`](super::PriorityQueue).
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use std::thread;
///
/// use queue::by_hand::{Queue, Shutdown};
///
/// let total = &AtomicU32::new(0);
/// let queue = &Queue::new(2);
/// thread::scope(|scope| {
///     for _ in 0..3 {
///         scope.spawn(move || {
///             while let Ok(number) = queue.get() {
///                 total.fetch_add(number, Ordering::Relaxed); // Relaxed: `join` publishes it
///                 queue.task_done().expect("it was fetched");
///             }
///         });
///     }
///     for number in 1..=100 {
///         queue.put(number).expect("it is open"); // waits whenever two are queued
///     }
///     queue.join(); // until all are done, not merely fetched
///     assert_eq!(total.load(Ordering::Relaxed), 5050);
///     queue.shutdown(Shutdown::Graceful); // ends the consumers
/// });
/// ```
pub struct TaskQueue<S: Store> {
    pub(super) state: Mutex<State<S>>,
    fetched: Fetched,
    /// Notified when there is something to get, or nothing will come any more.
    not_empty: Condvar,
    /// Notified when there is room, or there never will be.
    not_full: Condvar,
    /// Notified when everything is done.
    pub(super) all_done: Condvar,
}
// ANCHOR_END: type

impl<S: Store> TaskQueue<S> {
    /// An empty queue in which so many items can be queued; any number, if `maxsize` is 0.
    #[must_use]
    pub fn new(maxsize: usize) -> TaskQueue<S> {
        TaskQueue::with(maxsize, Fetched::InHand)
    }

    pub(super) fn with(maxsize: usize, fetched: Fetched) -> TaskQueue<S> {
        let limit = NonZeroUsize::new(maxsize);
        TaskQueue {
            state: Mutex::new(State { store: S::new(), limit, in_hand: 0, round: 0, shut: false }),
            fetched,
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
            all_done: Condvar::new(),
        }
    }

    /// Puts an item into the queue; blocks as long as the queue is full.
    ///
    /// # Errors
    /// If the queue is shut down, before or while this waits. The error has the item.
    pub fn put(&self, item: S::Item) -> Result<(), ShutDown<S::Item>> {
        // Not because it is full: that takes a deadline.
        self.put_until(item, Deadline::NEVER).map_err(|error| ShutDown(error.into_item()))
    }

    /// Puts an item into the queue if there is room; does not wait.
    ///
    /// # Errors
    /// If there is none, or the queue has been shut down. The error has the item.
    pub fn try_put(&self, item: S::Item) -> Result<(), PutError<S::Item>> {
        self.add(&mut self.state.lock(), item)
    }

    /// Puts an item into the queue; blocks as long as it is full, but for no longer than `timeout`,
    /// the whole call included.
    ///
    /// Zero means [`try_put`](TaskQueue::try_put); a time too long for the clock means
    /// [`put`](TaskQueue::put).
    ///
    /// # Errors
    /// If there is no room in time, or the queue is shut down. The error has the item.
    pub fn put_timeout(&self, item: S::Item, timeout: Duration) -> Result<(), PutError<S::Item>> {
        self.put_until(item, Deadline::after(timeout))
    }

    // ANCHOR: put
    fn put_until(&self, mut item: S::Item, deadline: Deadline) -> Result<(), PutError<S::Item>> {
        let mut state = self.state.lock();
        let mut timed_out = false;
        loop {
            item = match self.add(&mut state, item) {
                Err(PutError::Full(item)) if !timed_out => item,
                settled => return settled,
            };
            timed_out = self.not_full.wait_until(&mut state, deadline).timed_out();
        }
    }

    /// One look: adds the item, or says why not.
    fn add(&self, state: &mut State<S>, item: S::Item) -> Result<(), PutError<S::Item>> {
        if state.shut {
            return Err(PutError::ShutDown(item));
        }
        if state.is_full() {
            return Err(PutError::Full(item));
        }
        // No wakeup is lost: who wants an item looks under the lock, which is held here, and gives
        // it back only by waiting. One item is enough for one of them. (Nobody can look before the
        // item is there. And it will be: a heap compares its items, and if that panics, it has the
        // new one already.)
        self.not_empty.notify_one();
        state.store.push(item);
        Ok(())
    }
    // ANCHOR_END: put

    /// Fetches the next item; blocks as long as the queue is empty.
    ///
    /// # Errors
    /// If the queue is empty and shut down, before or while this waits.
    pub fn get(&self) -> Result<S::Item, ShutDown> {
        // Not because it is empty: that takes a deadline.
        self.get_until(Deadline::NEVER).map_err(|_| ShutDown(()))
    }

    /// Fetches the next item if there is one; does not wait.
    ///
    /// # Errors
    /// If there is none. The error says whether some may come, or the queue has been shut down.
    pub fn try_get(&self) -> Result<S::Item, GetError> {
        self.take(&mut self.state.lock())
    }

    /// Fetches the next item; blocks as long as there is none, but for no longer than `timeout`,
    /// the whole call included.
    ///
    /// Zero means [`try_get`](TaskQueue::try_get); a time too long for the clock means
    /// [`get`](TaskQueue::get).
    ///
    /// # Errors
    /// If no item came in time, or the queue is empty and shut down.
    pub fn get_timeout(&self, timeout: Duration) -> Result<S::Item, GetError> {
        self.get_until(Deadline::after(timeout))
    }

    // ANCHOR: get
    fn get_until(&self, deadline: Deadline) -> Result<S::Item, GetError> {
        let mut state = self.state.lock();
        let mut timed_out = false;
        loop {
            match self.take(&mut state) {
                // Who was notified just as time ran out looks once more: nobody else was told of
                // that item.
                Err(GetError::Empty) if !timed_out => {}
                settled => return settled,
            }
            timed_out = self.not_empty.wait_until(&mut state, deadline).timed_out();
        }
    }

    /// One look: takes the next item, or says why not.
    fn take(&self, state: &mut State<S>) -> Result<S::Item, GetError> {
        if state.store.is_empty() {
            return Err(if state.shut { GetError::ShutDown } else { GetError::Empty });
        }
        // No wakeup is lost: who wants room looks under the lock, which is held here. Room for one
        // item is enough for one of them. (First, as in `add`: if a heap panics as it compares, the
        // item is gone, and there is room.)
        self.not_full.notify_one();
        let item = state.store.pop().expect("it is not empty");
        match self.fetched {
            Fetched::InHand => state.in_hand += 1,
            Fetched::Done => self.end_round_if_done(state),
        }
        Ok(item)
    }
    // ANCHOR_END: get

    // ANCHOR: shutdown
    /// Lets nothing more in. May be called again: what was shut down gracefully can still be
    /// emptied.
    ///
    /// Everybody who waits in a `put` gets the error at once, and so does who waits in a `get`.
    /// What is queued can still be fetched after [`Shutdown::Graceful`]. [`Shutdown::Immediate`]
    /// drops it, in the calling thread, and counts it as done; `join` then waits for no more than
    /// what consumers have in hand.
    pub fn shutdown(&self, how: Shutdown) {
        let mut state = self.state.lock();
        state.shut = true;
        let dropped = match how {
            Shutdown::Graceful => None,
            Shutdown::Immediate => Some(mem::replace(&mut state.store, S::new())),
        };
        // No wakeup is lost: whoever waits has looked under the lock, which is held here. It
        // concerns all of them, so all are notified.
        self.not_empty.notify_all();
        self.not_full.notify_all();
        self.end_round_if_done(&mut state);
        drop(state);
        // Without the lock: what an item does as it is dropped may want the queue.
        drop(dropped);
    }
    // ANCHOR_END: shutdown

    // ANCHOR: maxsize
    /// How many items can be queued; 0 if any number can.
    #[must_use]
    pub fn maxsize(&self) -> usize {
        self.state.lock().limit.map_or(0, NonZeroUsize::get)
    }

    /// Changes how many items can be queued; 0 for any number. If more are queued already, none is
    /// lost: the queue is full until enough of them have been fetched.
    pub fn set_maxsize(&self, maxsize: usize) {
        self.state.lock().limit = NonZeroUsize::new(maxsize);
        // No wakeup is lost: who wants room has looked under the lock before it changed, and then
        // waits, or will find the new limit. There may be room for several now, so all are
        // notified.
        self.not_full.notify_all();
    }
    // ANCHOR_END: maxsize

    /// How many items are queued. By the time you know, it may be otherwise.
    #[must_use]
    pub fn len(&self) -> usize {
        self.state.lock().store.len()
    }

    /// Whether no item is queued. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.state.lock().store.is_empty()
    }

    /// Whether there is no room. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.state.lock().is_full()
    }

    /// Whether the queue has been shut down.
    #[must_use]
    pub fn is_shut_down(&self) -> bool {
        self.state.lock().shut
    }
}

impl<S: Store> fmt::Debug for TaskQueue<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_struct("TaskQueue")
            .field("len", &state.store.len())
            .field("maxsize", &state.limit.map_or(0, NonZeroUsize::get))
            .field("in_hand", &state.in_hand)
            .field("shut", &state.shut)
            .finish_non_exhaustive()
    }
}
