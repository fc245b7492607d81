//! Step 3: calls functions in the threads of a pool, and gives a future for each.
//!
//! What the pool is given is a *task*: the function, and the promise of what it will return. A task that is dropped
//! undone settles its future too, or whoever waits for that would wait for ever.
//!
//! # The deadlock that can be known
//!
//! A job may submit another one and wait for it, as long as some thread is left to do it. If every thread of the
//! executor waits like that, none is. CPython's documentation describes this and leaves it at that. Here the threads
//! that wait without end for a future of their own executor are counted; the one that would be the last gets an error
//! instead.
//!
//! *Invariant.* `waiting` counts the executor's threads that wait without end for one of its futures that is not
//! settled. Both the thread that begins to wait and the one that settles the future change it under that future's
//! lock, so that a thread which has been woken and has not moved yet does not count.

use std::fmt;
use std::time::Duration;

use super::super::pool::{Builder, Pool, Refusal, Workers};
use super::future::{Cancelled, Failure, Future, Missing, Promise, Watch};
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Arc, Deadline, Mutex, catch_unwind, panics};

/// What becomes of jobs that nobody has begun when an executor is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// They are done.
    Graceful,
    /// They are cancelled.
    CancelPending,
}

/// Why a function was not taken.
pub type Refused = Refusal;

// ANCHOR: type
/// A pool, and a future for each function that it is given.
///
/// To drop it is to shut it down gracefully, and to wait until its jobs are done.
///
/// ```
/// use future::by_hand::Executor;
///
/// let executor = Executor::new(2);
/// let answer = executor.submit(|| 6 * 7).unwrap();
/// assert_eq!(*answer.result().unwrap(), 42);
/// let squares: Vec<u32> = executor.map(1..=4, None, |n| n * n).unwrap().map(|square| *square.unwrap()).collect();
/// assert_eq!(squares, [1, 4, 9, 16]);
/// ```
pub struct Executor {
    pool: Pool,
    crew: Arc<Crew>,
}

/// What the executor shares with its tasks and futures.
struct Crew {
    /// Whose threads they are. No share of the pool: whoever waits asks with the lock of a future in hand, and a pool
    /// that was dropped there would wait for its jobs, which want that lock.
    workers: Workers,
    most: usize,
    /// See the invariant at the top of this file.
    waiting: Mutex<usize>,
    /// Whether tasks that are dropped undone were cancelled.
    cancelling: AtomicBool,
}
// ANCHOR_END: type

impl Executor {
    /// An executor with at most so many threads.
    ///
    /// # Panics
    /// If `most` is 0.
    #[must_use]
    pub fn new(most: usize) -> Executor {
        Executor::over(Builder::new(most))
    }

    /// An executor over a pool: with its name for threads, its initializer.
    #[must_use]
    pub fn over(builder: Builder) -> Executor {
        let pool = builder.build();
        let (waiting, cancelling) = (Mutex::new(0), AtomicBool::new(false));
        let crew = Crew { workers: pool.workers(), most: pool.most_threads(), waiting, cancelling };
        Executor { pool, crew: Arc::new(crew) }
    }

    // ANCHOR: submit
    /// Has `function` called in one of the threads, as soon as one is free. Does not wait for that.
    ///
    /// # Errors
    /// If the executor was shut down, is broken, or has no thread and can get none.
    pub fn submit<T, F>(&self, function: F) -> Result<Future<T>, Refused>
    where
        T: Send + Sync + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (promise, future) = Promise::watched(Some(Arc::clone(&self.crew) as Arc<dyn Watch>));
        let task = Task { end: Some((promise, future.clone())), crew: Arc::clone(&self.crew) };
        match self.pool.execute(move || task.run(function)) {
            Ok(()) => Ok(future),
            Err(rejected) => Err(rejected.why),
        }
    }
    // ANCHOR_END: submit

    /// Has `function` called with each of the items, all of which are submitted at once, and gives the results in the
    /// order of the items. Its `next` blocks until the next one is there.
    ///
    /// If `timeout` passes, counted from this call, it gives [`Missing::TimedOut`], and then no more. Dropped after
    /// some results were read, it cancels the rest; dropped unread, it cancels nothing.
    ///
    /// # Errors
    /// As [`submit`](Executor::submit).
    pub fn map<I, T, F>(&self, items: I, timeout: Option<Duration>, function: F) -> Result<Map<T>, Refused>
    where
        I: IntoIterator<Item: Send + 'static>,
        T: Send + Sync + 'static,
        F: Fn(I::Item) -> T + Send + Sync + 'static,
    {
        let function = Arc::new(function);
        let submit = |item| {
            let function = Arc::clone(&function);
            self.submit(move || function(item))
        };
        Map::begin(timeout, || items.into_iter().map(submit).collect())
    }

    // ANCHOR: shutdown
    /// Takes no more functions; what becomes of those that nobody has begun, `how` says. Does not wait for that, and
    /// may be called again.
    pub fn shutdown(&self, how: Shutdown) {
        match how {
            Shutdown::Graceful => self.pool.close(),
            Shutdown::CancelPending => {
                // Relaxed: whoever drops the tasks is this thread, below.
                self.crew.cancelling.store(true, Ordering::Relaxed);
                self.pool.cancel();
            }
        }
    }
    // ANCHOR_END: shutdown

    /// Shuts down gracefully, and blocks until all threads have ended.
    ///
    /// # Panics
    /// In one of the executor's own jobs: a thread cannot wait for its own end.
    pub fn join(&self) {
        self.pool.join();
    }

    /// How many threads it has.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.pool.threads()
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor").field("pool", &self.pool).finish_non_exhaustive()
    }
}

/// A function's future, on its way through the pool.
struct Task<T> {
    /// `None` after the promise has been kept, or broken.
    end: Option<(Promise<T>, Future<T>)>,
    crew: Arc<Crew>,
}

impl<T> Task<T> {
    // ANCHOR: task
    fn run(mut self, function: impl FnOnce() -> T) {
        let (promise, _) = self.end.take().expect("a task runs once");
        if promise.start() == Err(Cancelled) {
            return;
        }
        // What the function captured is dropped in here, before anybody is told.
        let settled = match catch_unwind(function) {
            Ok(value) => promise.set_result(value).is_ok(),
            Err(panic) => promise.set_failure(Failure::Panicked(panics::into_message(panic))).is_ok(),
        };
        assert!(settled, "what has begun cannot be cancelled");
    }
    // ANCHOR_END: task
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        if let Some((promise, future)) = self.end.take() {
            // Relaxed: set by this thread, in `shutdown`. If it was not, the pool is broken, and the promise is too.
            if self.crew.cancelling.load(Ordering::Relaxed) {
                future.cancel();
            }
            drop(promise);
        }
    }
}

impl Watch for Crew {
    // ANCHOR: watch
    fn waits(&self) -> Result<bool, Missing> {
        if !self.workers.include_this_thread() {
            return Ok(false);
        }
        let mut waiting = self.waiting.lock();
        if *waiting + 1 == self.most {
            return Err(Missing::Deadlock);
        }
        *waiting += 1;
        Ok(true)
    }

    fn waits_no_more(&self, threads: usize) {
        *self.waiting.lock() -= threads;
    }
    // ANCHOR_END: watch
}

/// Results in the order of what they were asked for. See [`Executor::map`].
pub struct Map<T> {
    futures: std::vec::IntoIter<Future<T>>,
    deadline: Deadline,
    read: bool,
}

impl<T> Iterator for Map<T> {
    type Item = Result<Arc<T>, Missing>;

    fn next(&mut self) -> Option<Result<Arc<T>, Missing>> {
        self.read = true;
        let result = self.futures.next()?.result_until(self.deadline);
        if matches!(result, Err(Missing::TimedOut)) {
            self.cancel_the_rest();
        }
        Some(result)
    }
}

impl<T> Map<T> {
    /// The results of what `submit` gives the futures of, in their order. The timeout counts from this call.
    ///
    /// # Errors
    /// Those of `submit`.
    pub fn begin<E>(
        timeout: Option<Duration>,
        submit: impl FnOnce() -> Result<Vec<Future<T>>, E>,
    ) -> Result<Map<T>, E> {
        let deadline = timeout.map_or(Deadline::NEVER, Deadline::after);
        Ok(Map { futures: submit()?.into_iter(), deadline, read: false })
    }

    fn cancel_the_rest(&mut self) {
        self.futures.by_ref().for_each(|future| _ = future.cancel());
    }
}

impl<T> Drop for Map<T> {
    fn drop(&mut self) {
        if self.read {
            self.cancel_the_rest();
        }
    }
}

impl<T> fmt::Debug for Map<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Map").field("left", &self.futures.len()).finish_non_exhaustive()
    }
}
