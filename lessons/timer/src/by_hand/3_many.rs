//! Step 3: many timers, one thread.
//!
//! *The algorithm.* All calls that wait for their time are in a *heap*, which knows the nearest. One thread sleeps
//! until the time of that one, takes it out, makes the call, and looks again. Who adds a nearer one wakes it up, since
//! it sleeps for too long now. (A heap of times under one thread is how `sched` of Python and the event loop of asyncio
//! keep theirs; for very many timers there are *wheels*, which sort by hashing, and round the times.)
//!
//! | the heap | the thread | who adds one |
//! |---|---|---|
//! | is empty | sleeps until it is notified | notifies |
//! | has some, none due | sleeps until the nearest is due, or it is notified | notifies if the new one is the nearest |
//! | has one that is due | takes it out, and is at the call, without the lock | need not: the thread looks again |
//!
//! *Invariants.* Between any two holders of the lock:
//!
//! 1. What is in the heap is pending, or has been cancelled and is about to be taken out.
//! 2. If the thread sleeps, it sleeps no longer than until the nearest is due, or it has been notified since.
//!
//! *What it costs.* The calls are made one after the other. One that takes long makes those after it late, so a timer's
//! function should hand work on rather than do it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fmt;
use std::io;
use std::mem;
use std::time::Duration;

use super::{Call, Ending, JoinError};
use crate::sync::{Arc, Condvar, Deadline, Mutex, catch_unwind, thread};

// ANCHOR: state
/// Calls functions, each after its own time, in one thread.
///
/// When it is dropped, what is pending is cancelled, and a call that is under way is waited for.
///
/// ```
/// use std::sync::mpsc;
/// use std::time::Duration;
///
/// use timer::by_hand::Timers;
///
/// let timers = Timers::new()?;
/// let (tell, told) = mpsc::channel();
/// for (name, time) in [("second", 20), ("never", 60_000), ("first", 5)] {
///     let tell = tell.clone();
///     timers.after(Duration::from_millis(time), move || tell.send(name).unwrap());
/// }
/// assert_eq!((told.recv(), told.recv()), (Ok("first"), Ok("second")));
/// assert_eq!(timers.pending(), 1);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Timers {
    shared: Arc<Shared>,
    /// Taken when it is joined.
    thread: Option<thread::JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    /// Notified when the thread has to look again: there is a nearer one, or it is to end.
    changed: Condvar,
}

/// What the lock guards.
struct State {
    /// What waits for its time, the nearest on top.
    heap: BinaryHeap<Entry>,
    /// How many were ever added.
    added: u64,
    /// Whether the thread is to end.
    closed: bool,
}

/// A call that waits for its time. Of two entries the one that is due first is the greater: a
/// heap has the greatest on top.
struct Entry {
    due: Deadline,
    /// Which it was to be added: of those that are due at the same moment, the first comes first.
    number: u64,
    call: Arc<Call>,
}
// ANCHOR_END: state

impl Timers {
    /// No timers, and the thread for them.
    ///
    /// # Errors
    /// If the system has no thread for it.
    pub fn new() -> io::Result<Timers> {
        let state = State { heap: BinaryHeap::new(), added: 0, closed: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let theirs = Arc::clone(&shared);
        let thread = thread::Builder::new().name("timers".to_owned()).spawn(move || theirs.serve())?;
        Ok(Timers { shared, thread: Some(thread) })
    }

    // ANCHOR: after
    /// Has `function` called once, in the timers' thread, when `interval` has passed. Returns at
    /// once. The handle may be dropped: the function is called all the same.
    ///
    /// An interval that is too long for the clock never ends; zero means as soon as the thread
    /// comes to it.
    pub fn after(&self, interval: Duration, function: impl FnOnce() + Send + 'static) -> Handle {
        let due = Deadline::after(interval);
        let call = Arc::new(Call::new(function));
        let mut state = self.shared.state.lock();
        let number = state.added;
        state.added += 1;
        state.heap.push(Entry { due, number, call: Arc::clone(&call) });
        if state.heap.peek().is_some_and(|nearest| nearest.number == number) {
            // No wakeup is lost: the thread has looked at the heap under the lock, which is held
            // here, and gives the lock back only by waiting or to make a call; and after a call
            // it looks again (invariant 2).
            self.shared.changed.notify_one();
        }
        drop(state);
        Handle { call, number, timers: Arc::clone(&self.shared), thread: self.thread_id() }
    }
    // ANCHOR_END: after

    /// How many wait for their time. By the time you know, it may be otherwise.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.shared.state.lock().heap.len()
    }

    fn thread_id(&self) -> thread::ThreadId {
        self.thread.as_ref().expect("it is taken only when this is dropped").thread().id()
    }
}

impl Shared {
    // ANCHOR: serve
    /// The whole of the thread's life.
    fn serve(&self) {
        let mut state = self.state.lock();
        while !state.closed {
            if let Some(call) = state.take_due() {
                // Without the lock: others may add and cancel meanwhile, and so may the function.
                drop(state);
                call.run();
                state = self.state.lock();
            } else {
                let nearest = state.nearest();
                self.changed.wait_until(&mut state, nearest);
            }
        }
    }
    // ANCHOR_END: serve
}

impl State {
    // ANCHOR: due
    /// When the nearest is due.
    fn nearest(&self) -> Deadline {
        self.heap.peek().map_or(Deadline::NEVER, |nearest| nearest.due)
    }

    /// Takes out the nearest, if its time has come.
    fn take_due(&mut self) -> Option<Arc<Call>> {
        if self.nearest().has_passed() { self.heap.pop().map(|entry| entry.call) } else { None }
    }
    // ANCHOR_END: due
}

impl Drop for Timers {
    // ANCHOR: drop
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        state.closed = true;
        let left = mem::take(&mut state.heap);
        // No wakeup is lost: the thread looks whether it is to end under the lock, which is held
        // here.
        self.shared.changed.notify_one();
        drop(state);
        for entry in left {
            // What a function has captured may panic as it is dropped. The others are cancelled all
            // the same.
            catch_unwind(|| entry.call.cancel()).map(drop).unwrap_or_else(mem::forget);
        }
        let thread = self.thread.take().expect("it is taken here only");
        // A function that drops the timers in their own thread must not wait for itself: the
        // thread ends when it has returned.
        if thread.thread().id() != thread::current().id() {
            // Panics of functions are contained, so there is nothing to hear.
            let _ = thread.join();
        }
    }
    // ANCHOR_END: drop
}

// ANCHOR: handle
/// One of many timers: to cancel it, or to wait for it. It may be dropped, and the timer goes on.
#[derive(Clone)]
pub struct Handle {
    call: Arc<Call>,
    number: u64,
    timers: Arc<Shared>,
    /// The thread that makes the calls.
    thread: thread::ThreadId,
}

impl Handle {
    /// Calls it off. Returns whether it did: then the function will never be called, it has been
    /// dropped, and whoever joins is woken. If the function is running, has been called, or was
    /// cancelled before, this does nothing.
    pub fn cancel(&self) -> bool {
        let cancelled = self.call.cancel();
        if cancelled {
            // Nothing of it stays. The thread need not be woken: it looks again when this one
            // would have been due.
            self.timers.state.lock().heap.retain(|entry| entry.number != self.number);
        }
        cancelled
    }

    /// Blocks until the function has returned, or the timer is cancelled.
    ///
    /// # Errors
    /// If the function panicked; in the timers' own thread, which cannot make the call while it
    /// waits for it.
    pub fn join(&self) -> Result<Ending, JoinError> {
        self.join_until(Deadline::NEVER)
    }

    /// As [`join`](Handle::join), but blocks for `timeout` at most, the whole call included. Zero
    /// means to look; a time too long for the clock means for as long as it takes.
    ///
    /// # Errors
    /// As [`join`](Handle::join), and [`JoinError::TimedOut`].
    pub fn join_timeout(&self, timeout: Duration) -> Result<Ending, JoinError> {
        self.join_until(Deadline::after(timeout))
    }

    fn join_until(&self, deadline: Deadline) -> Result<Ending, JoinError> {
        if self.thread != thread::current().id() {
            return self.call.join_until(deadline);
        }
        // It can look, but not wait.
        match self.call.join_until(Deadline::after(Duration::ZERO)) {
            Err(JoinError::TimedOut) => Err(JoinError::WouldWaitForItself),
            known => known,
        }
    }
}
// ANCHOR_END: handle

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> Ordering {
        (other.due, other.number).cmp(&(self.due, self.number))
    }
}

impl fmt::Debug for Timers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timers").field("pending", &self.pending()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("call", &self.call).finish_non_exhaustive()
    }
}
