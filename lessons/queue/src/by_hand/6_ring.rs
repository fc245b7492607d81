//! Step 6: a ring whose callers sleep until it is their turn.
//!
//! The ring of step 5 has no lock, so there is none under which to look, and to go to sleep, in one
//! step. And yet a put must not fall between the look of a consumer, which finds nothing, and its
//! sleep. Each side here does two things in this order:
//!
//! | who waits | who brings about a change |
//! |---|---|
//! | **W1** says that it is there: counts itself in `there` | **C1** makes the change: puts an item |
//! | fence | fence |
//! | **W2** looks whether there is something for it | **C2** looks whether somebody is there, and wakes |
//!
//! *No wakeup is lost.* The two fences are sequentially consistent, so one of them is first. If it
//! is that of who waits, then C2 comes after W1 and sees somebody there. If it is the other, then
//! W2 comes after C1 and sees the change. At least one of the two sees the other. That is Dekker's
//! idea (in E. W. Dijkstra, *Cooperating sequential processes*, 1965); the name for such a line of
//! sleepers is *eventcount*.
//!
//! From W1 until it is asleep who waits holds a mutex, and C2 takes it before it notifies. So the
//! notification does not come between W2 and the sleep either.
//!
//! *One for one.* A put wakes one consumer, a get one producer. That is enough because of what step
//! 5 promises: who is woken and looks is told "empty" only if nothing is there, not even an item
//! that is held up by one in front of it that is still being written. Otherwise two puts could wake
//! the same consumer twice, the first time in vain, while another one sleeps on beside an item.
//!
//! As long as nobody sleeps, no put and no get touches a mutex.

use std::fmt;
use std::time::Duration;

use super::{GetError, PutError, ShutDown, Shutdown, Slots};
use crate::sync::atomic::{AtomicUsize, Ordering, fence};
use crate::sync::{Condvar, Deadline, Mutex, MutexGuard};

// ANCHOR: type
/// A bounded queue, first in, first out, for any number of producers and consumers, without a lock
/// around it.
///
/// Beside a [`Queue`](super::Queue) it has no tasks, so nobody can `join` it, and its capacity does
/// not change.
///
/// ```
/// use std::thread;
///
/// use queue::by_hand::{Ring, Shutdown};
///
/// let ring = Ring::new(2);
/// thread::scope(|scope| {
///     scope.spawn(|| {
///         for number in 1..=100 {
///             ring.put(number).expect("it is open"); // waits whenever two are queued
///         }
///         ring.shutdown(Shutdown::Graceful);
///     });
///     let mut total = 0;
///     while let Ok(number) = ring.get() {
///         total += number;
///     }
///     assert_eq!(total, 5050);
/// });
/// ```
pub struct Ring<T> {
    slots: Slots<T>,
    /// Who waits for an item.
    consumers: Line,
    /// Who waits for room.
    producers: Line,
}
// ANCHOR_END: type

impl<T> Ring<T> {
    /// An empty ring for so many items.
    ///
    /// # Panics
    /// If `capacity` is 0.
    #[must_use]
    pub fn new(capacity: usize) -> Ring<T> {
        Ring { slots: Slots::new(capacity), consumers: Line::new(), producers: Line::new() }
    }

    /// Puts an item into the ring; blocks as long as it is full.
    ///
    /// # Errors
    /// If the ring is shut down, before or while this waits. The error has the item.
    pub fn put(&self, item: T) -> Result<(), ShutDown<T>> {
        // Not because it is full: that takes a deadline.
        self.put_until(item, Deadline::NEVER).map_err(|error| ShutDown(error.into_item()))
    }

    /// Puts an item into the ring if there is room; does not wait.
    ///
    /// # Errors
    /// If there is none, or the ring has been shut down. The error has the item.
    pub fn try_put(&self, item: T) -> Result<(), PutError<T>> {
        self.slots.try_put(item).inspect(|()| self.consumers.wake_one())
    }

    /// Puts an item into the ring; blocks as long as it is full, but for no longer than `timeout`,
    /// the whole call included.
    ///
    /// Zero means [`try_put`](Ring::try_put); a time too long for the clock means
    /// [`put`](Ring::put).
    ///
    /// # Errors
    /// If there is no room in time, or the ring is shut down. The error has the item.
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), PutError<T>> {
        self.put_until(item, Deadline::after(timeout))
    }

    // ANCHOR: put
    fn put_until(&self, item: T, deadline: Deadline) -> Result<(), PutError<T>> {
        match self.slots.put_if_ready(item) {
            Err(PutError::Full(item)) => self.wait_to_put(item, deadline),
            settled => settled.inspect(|()| self.consumers.wake_one()),
        }
    }

    #[cold]
    fn wait_to_put(&self, mut item: T, deadline: Deadline) -> Result<(), PutError<T>> {
        let mut place = self.producers.join();
        let mut timed_out = false;
        loop {
            item = match self.slots.try_put(item) {
                Err(PutError::Full(item)) if !timed_out => item,
                settled => {
                    // Before it takes the mutex of the other line.
                    drop(place);
                    return settled.inspect(|()| self.consumers.wake_one());
                }
            };
            timed_out = place.sleep_until(deadline);
        }
    }
    // ANCHOR_END: put

    /// Fetches the next item; blocks as long as there is none.
    ///
    /// # Errors
    /// If the ring is empty and shut down, before or while this waits.
    pub fn get(&self) -> Result<T, ShutDown> {
        // Not because it is empty: that takes a deadline.
        self.get_until(Deadline::NEVER).map_err(|_| ShutDown(()))
    }

    /// Fetches the next item if there is one; does not wait.
    ///
    /// # Errors
    /// If there is none. The error says whether some may come, or the ring has been shut down.
    pub fn try_get(&self) -> Result<T, GetError> {
        self.slots.try_get().inspect(|_| self.producers.wake_one())
    }

    /// Fetches the next item; blocks as long as there is none, but for no longer than `timeout`,
    /// the whole call included.
    ///
    /// Zero means [`try_get`](Ring::try_get); a time too long for the clock means
    /// [`get`](Ring::get).
    ///
    /// # Errors
    /// If no item came in time, or the ring is empty and shut down.
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, GetError> {
        self.get_until(Deadline::after(timeout))
    }

    // ANCHOR: get
    fn get_until(&self, deadline: Deadline) -> Result<T, GetError> {
        match self.slots.get_if_ready() {
            None => self.wait_to_get(deadline),
            Some(item) => {
                self.producers.wake_one();
                Ok(item)
            }
        }
    }

    #[cold]
    fn wait_to_get(&self, deadline: Deadline) -> Result<T, GetError> {
        let mut place = self.consumers.join();
        let mut timed_out = false;
        loop {
            match self.slots.try_get() {
                // Who was woken just as time ran out looks once more: nobody else was told of that
                // item.
                Err(GetError::Empty) if !timed_out => {}
                settled => {
                    // Before it takes the mutex of the other line.
                    drop(place);
                    return settled.inspect(|_| self.producers.wake_one());
                }
            }
            timed_out = place.sleep_until(deadline);
        }
    }
    // ANCHOR_END: get

    // ANCHOR: shutdown
    /// Lets nothing more in. May be called again: what was shut down gracefully can still be
    /// emptied.
    ///
    /// Everybody who waits in a `put` or a `get` gets the error at once. What is queued can still
    /// be fetched after [`Shutdown::Graceful`]. [`Shutdown::Immediate`] drops it, in the calling
    /// thread; consumers may be quicker at some of it.
    pub fn shutdown(&self, how: Shutdown) {
        self.slots.shut();
        // Before anything is dropped: what an item does then is up to the item.
        self.producers.wake_all();
        self.consumers.wake_all();
        if how == Shutdown::Immediate {
            while let Ok(item) = self.slots.try_get() {
                drop(item);
            }
        }
    }
    // ANCHOR_END: shutdown

    /// How many items can be queued.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.slots.capacity()
    }

    /// How many items are queued, those included that are just being put or got. By the time you
    /// know, it may be otherwise.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether no item is queued. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Whether there is no room. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.slots.is_full()
    }

    /// Whether the ring has been shut down.
    #[must_use]
    pub fn is_shut_down(&self) -> bool {
        self.slots.is_shut()
    }
}

// ANCHOR: line
/// Where threads sleep until something has changed.
struct Line {
    /// How many threads are there: they sleep, or are about to look.
    there: AtomicUsize,
    /// Held by who is there, but for the time that it sleeps.
    awake: Mutex<()>,
    changed: Condvar,
}

/// A place in a [`Line`]. Whoever has one is told of every change.
struct Place<'a> {
    line: &'a Line,
    awake: MutexGuard<'a, ()>,
}

impl Line {
    fn new() -> Line {
        Line { there: AtomicUsize::new(0), awake: Mutex::new(()), changed: Condvar::new() }
    }

    /// W1. What is looked at from here on is W2.
    fn join(&self) -> Place<'_> {
        let awake = self.awake.lock();
        // Relaxed: the fence orders it with what is looked at next.
        self.there.fetch_add(1, Ordering::Relaxed);
        // Pairs with the fence in `is_anybody_there`.
        fence(Ordering::SeqCst);
        Place { line: self, awake }
    }

    /// C2, after a change for one of those who are there.
    fn wake_one(&self) {
        if self.is_anybody_there() {
            // Whoever has counted itself is asleep or gone once this has been locked. So no wakeup
            // is lost.
            drop(self.awake.lock());
            self.changed.notify_one();
        }
    }

    /// C2, after a change that concerns all.
    fn wake_all(&self) {
        if self.is_anybody_there() {
            // As in `wake_one`.
            drop(self.awake.lock());
            self.changed.notify_all();
        }
    }

    fn is_anybody_there(&self) -> bool {
        // Pairs with the fence in `join`.
        fence(Ordering::SeqCst);
        // Relaxed: the fence orders it with the change that was made before.
        self.there.load(Ordering::Relaxed) > 0
    }
}

impl Place<'_> {
    /// Sleeps until something has changed, or for no reason. Returns whether time has passed
    /// instead.
    fn sleep_until(&mut self, deadline: Deadline) -> bool {
        self.line.changed.wait_until(&mut self.awake, deadline).timed_out()
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        // Relaxed: who still sees it counted locks and notifies in vain.
        self.line.there.fetch_sub(1, Ordering::Relaxed);
    }
}
// ANCHOR_END: line

impl<T> fmt::Debug for Ring<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ring")
            .field("len", &self.len())
            .field("capacity", &self.capacity())
            .field("shut", &self.is_shut_down())
            .finish_non_exhaustive()
    }
}
