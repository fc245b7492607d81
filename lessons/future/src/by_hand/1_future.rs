//! Step 1: a place for what is not there yet.
//!
//! It is one value behind one lock, with a condition to wait on. What makes it more than that is who may do what when:
//!
//! | state | goes on to | who waits | what is added to be called |
//! |---|---|---|---|
//! | **pending** | running, cancelled, finished | waits | is kept |
//! | **running** | finished | waits | is kept |
//! | **cancelled** | – | is told | is called at once |
//! | **finished**: a value, or a failure | – | gets it | is called at once |
//!
//! The shape is that of CPython's `concurrent.futures.Future`, taken apart into the two ends that it has in Rust: who
//! *promises* the value is one, and anybody may have the *future*. CPython has a fifth state, *cancelled and
//! notified*: there `wait` learns of a cancellation only when a worker has come across it. Here everybody learns of it
//! at once.

use std::error::Error;
use std::fmt;
use std::mem;
use std::time::Duration;

use super::wait::Bell;
use crate::sync::{Arc, Condvar, Deadline, Mutex, MutexGuard, catch_unwind};

/// Why there is no value, and will be none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// What was to make it panicked, with this message.
    Panicked(String),
    /// Whoever had promised it is gone.
    Abandoned,
}

/// Somebody cancelled it before it was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// Why [`Future::result`] has no value to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The time was up first. It may still come.
    TimedOut,
    /// It was cancelled.
    Cancelled,
    /// It has failed.
    Failed(Failure),
    /// To wait would be to wait for ever: every thread that could make it waits as well, this one with them.
    Deadlock,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Panicked(message) => write!(f, "it panicked: {message}"),
            Failure::Abandoned => f.write_str("whoever had promised it is gone"),
        }
    }
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it was cancelled")
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Missing::TimedOut => f.write_str("it did not come in time"),
            Missing::Cancelled => Cancelled.fmt(f),
            Missing::Failed(failure) => failure.fmt(f),
            Missing::Deadlock => {
                f.write_str("every thread of the executor waits for what only they could make")
            }
        }
    }
}

impl Error for Failure {}
impl Error for Cancelled {}
impl Error for Missing {}

/// Called with the future when it is settled.
type Callback<T> = Box<dyn FnOnce(&Future<T>) + Send>;

/// Is asked before a thread waits without end; see step 3.
pub(super) trait Watch: Send + Sync {
    /// The calling thread is about to wait. Returns whether that was noted; it does so until
    /// [`waits_no_more`](Watch::waits_no_more).
    ///
    /// # Errors
    /// If it would wait for ever. Then nothing is noted.
    fn waits(&self) -> Result<bool, Missing>;

    /// So many threads that were noted need not wait any more.
    fn waits_no_more(&self, threads: usize);
}

// ANCHOR: state
/// See the table at the top of this file.
enum State<T> {
    Pending,
    Running,
    Cancelled,
    Finished(Result<Arc<T>, Failure>),
}

/// What the lock guards.
///
/// # Invariants
///
/// Between any two holders of the lock:
///
/// 1. The state goes on as the table says, and never back: once it is settled (cancelled or finished) it stays so.
/// 2. `callbacks` and `bells` are empty if it is settled: whoever settles it takes them out, in the same step.
/// 3. `watched` counts the threads that the watch has noted as waiting for this; it is 0 if it is settled.
struct Inner<T> {
    state: State<T>,
    /// In the order in which they were added.
    callbacks: Vec<Callback<T>>,
    /// Rung when it is settled, each with the number that this future has for it.
    bells: Vec<(Arc<Bell>, usize)>,
    watched: usize,
}
// ANCHOR_END: state

struct Shared<T> {
    inner: Mutex<Inner<T>>,
    /// Notified when it is settled.
    settled: Condvar,
    watch: Option<Arc<dyn Watch>>,
}

// ANCHOR: type
/// What will be there: a value, or the reason why there is none. Clones are the same future.
///
/// The value is shared, because any number of threads may ask for it any number of times: so it comes in an `Arc`.
///
/// ```
/// use std::thread;
/// use future::by_hand::Promise;
///
/// let (promise, future) = Promise::new();
/// thread::spawn(move || promise.set_result(42));
/// assert_eq!(*future.result().unwrap(), 42);
/// ```
pub struct Future<T> {
    shared: Arc<Shared<T>>,
}

/// The right to settle a future, once. If it is dropped before, the future [fails](Failure::Abandoned).
#[must_use = "a promise that is dropped fails its future"]
pub struct Promise<T> {
    future: Future<T>,
}
// ANCHOR_END: type

impl<T> Clone for Future<T> {
    fn clone(&self) -> Future<T> {
        Future { shared: Arc::clone(&self.shared) }
    }
}

impl<T> Promise<T> {
    /// A promise, and the future that it is about: pending.
    #[allow(clippy::new_ret_no_self, reason = "one comes with the other, as the two ends of a channel do")]
    pub fn new() -> (Promise<T>, Future<T>) {
        Promise::watched(None)
    }

    pub(super) fn watched(watch: Option<Arc<dyn Watch>>) -> (Promise<T>, Future<T>) {
        let inner = Inner { state: State::Pending, callbacks: Vec::new(), bells: Vec::new(), watched: 0 };
        let shared = Arc::new(Shared { inner: Mutex::new(inner), settled: Condvar::new(), watch });
        (Promise { future: Future { shared: Arc::clone(&shared) } }, Future { shared })
    }

    // ANCHOR: start
    /// Says that the value is being made: from now on it cannot be cancelled.
    ///
    /// # Errors
    /// If it has been. Then there is nothing to do.
    ///
    /// # Panics
    /// If it was said before.
    pub fn start(&self) -> Result<(), Cancelled> {
        let mut inner = self.future.shared.inner.lock();
        match inner.state {
            State::Pending => {
                inner.state = State::Running;
                Ok(())
            }
            State::Cancelled => Err(Cancelled),
            State::Running | State::Finished(_) => panic!("it was started before"),
        }
    }
    // ANCHOR_END: start

    /// Here is the value. Wakes whoever waits, and calls what was added to be called, in this thread.
    ///
    /// # Errors
    /// The value, if it was cancelled: nothing has changed.
    pub fn set_result(self, value: T) -> Result<(), T> {
        self.future.settle(Ok(Arc::new(value))).map_err(|outcome| match outcome {
            Ok(value) => Arc::into_inner(value).expect("nobody else has been given it"),
            Err(_) => unreachable!("it was a value"),
        })
    }

    /// There will be no value, and this is why. Wakes whoever waits, and calls what was added to be called, in this
    /// thread.
    ///
    /// # Errors
    /// The failure, if it was cancelled: nothing has changed.
    pub fn set_failure(self, failure: Failure) -> Result<(), Failure> {
        self.future.settle(Err(failure)).map_err(|outcome| match outcome {
            Err(failure) => failure,
            Ok(_) => unreachable!("it was a failure"),
        })
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        // Nothing happens if it is settled, as it is after `set_result`.
        let _ = self.future.settle(Err(Failure::Abandoned));
    }
}

impl<T> Future<T> {
    // ANCHOR: settle
    /// Settles it with an outcome, or gives that back if it is settled.
    fn settle(&self, outcome: Result<Arc<T>, Failure>) -> Result<(), Result<Arc<T>, Failure>> {
        let inner = self.shared.inner.lock();
        match inner.state {
            State::Pending | State::Running => {
                self.settle_as(State::Finished(outcome), inner);
                Ok(())
            }
            State::Cancelled | State::Finished(_) => Err(outcome),
        }
    }

    fn settle_as(&self, state: State<T>, mut inner: MutexGuard<'_, Inner<T>>) {
        inner.state = state;
        let callbacks = mem::take(&mut inner.callbacks);
        // Whoever is noted as waiting is not any more, although it may not have woken yet (invariant 3).
        let watched = mem::take(&mut inner.watched);
        if let Some(watch) = &self.shared.watch {
            watch.waits_no_more(watched);
        }
        for (bell, number) in mem::take(&mut inner.bells) {
            bell.ring(number);
        }
        // No wakeup is lost: who waits looks at the state under the lock, which is held here. Any number may wait.
        self.shared.settled.notify_all();
        drop(inner);
        // Without the lock: they may ask this future anything.
        for callback in callbacks {
            self.call(callback);
        }
    }
    // ANCHOR_END: settle

    // ANCHOR: call
    /// A panic in one callback is no affair of the next, nor of who settles the future.
    fn call(&self, callback: Callback<T>) {
        // The payload is not dropped: that might panic again.
        catch_unwind(|| callback(self)).unwrap_or_else(mem::forget);
    }

    /// Has `callback` called with this future when it is settled, by the thread that settles it; at once, by this one,
    /// if it is. Each is called once, in the order in which they were added, and with no lock held. Its panics are
    /// contained.
    pub fn add_done_callback(&self, callback: impl FnOnce(&Future<T>) + Send + 'static) {
        let mut inner = self.shared.inner.lock();
        let callback = Box::new(callback);
        if inner.is_settled() {
            drop(inner);
            self.call(callback);
        } else {
            inner.callbacks.push(callback);
        }
    }
    // ANCHOR_END: call

    /// Cancels it, unless it has begun: wakes whoever waits, and calls what was added to be called, in this thread.
    /// Returns whether it is cancelled, by this call or by another one before.
    pub fn cancel(&self) -> bool {
        let inner = self.shared.inner.lock();
        match inner.state {
            State::Pending => {
                self.settle_as(State::Cancelled, inner);
                true
            }
            State::Cancelled => true,
            State::Running | State::Finished(_) => false,
        }
    }

    /// The value. Blocks until it is there, or it is known that it will not be.
    ///
    /// # Errors
    /// [`Missing::Cancelled`], [`Missing::Failed`]; [`Missing::Deadlock`] where that is known.
    pub fn result(&self) -> Result<Arc<T>, Missing> {
        self.result_until(Deadline::NEVER)
    }

    /// The same, but blocks for `timeout` at most. Zero means: look.
    ///
    /// # Errors
    /// [`Missing::TimedOut`] if the time is up; nothing has changed then. The others as for [`result`](Future::result).
    pub fn result_timeout(&self, timeout: Duration) -> Result<Arc<T>, Missing> {
        self.result_until(Deadline::after(timeout))
    }

    // ANCHOR: result
    pub(super) fn result_until(&self, deadline: Deadline) -> Result<Arc<T>, Missing> {
        let mut inner = self.shared.inner.lock();
        if !inner.is_settled()
            && deadline == Deadline::NEVER
            && let Some(watch) = &self.shared.watch
            && watch.waits()?
        {
            inner.watched += 1;
        }
        loop {
            match &inner.state {
                State::Finished(outcome) => return outcome.clone().map_err(Missing::Failed),
                State::Cancelled => return Err(Missing::Cancelled),
                State::Pending | State::Running => {}
            }
            if self.shared.settled.wait_until(&mut inner, deadline).timed_out() && !inner.is_settled() {
                return Err(Missing::TimedOut);
            }
        }
    }
    // ANCHOR_END: result

    /// Why there will be no value; `None` if there is one. Blocks until that is known.
    ///
    /// # Errors
    /// As [`result`](Future::result), but for failures.
    pub fn failure(&self) -> Result<Option<Failure>, Missing> {
        failure_of(self.result())
    }

    /// The same, but blocks for `timeout` at most.
    ///
    /// # Errors
    /// As [`result_timeout`](Future::result_timeout), but for failures.
    pub fn failure_timeout(&self, timeout: Duration) -> Result<Option<Failure>, Missing> {
        failure_of(self.result_timeout(timeout))
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self.shared.inner.lock().state, State::Cancelled)
    }

    /// Whether it has begun, and is not finished.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self.shared.inner.lock().state, State::Running)
    }

    /// Whether it is settled: finished or cancelled.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.shared.inner.lock().is_settled()
    }

    /// Whether it is finished, and not by a value. One that was cancelled has not failed.
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.shared.inner.lock().state, State::Finished(Err(_)))
    }

    // ANCHOR: listen
    /// Has `bell` rung with `number` when this is settled; at once, if it is. Either way it rings once.
    pub(super) fn ring_when_done(&self, bell: &Arc<Bell>, number: usize) {
        let mut inner = self.shared.inner.lock();
        if inner.is_settled() {
            bell.ring(number);
        } else {
            inner.bells.push((Arc::clone(bell), number));
        }
    }
    // ANCHOR_END: listen

    /// Nobody listens to `bell` any more.
    pub(super) fn forget(&self, bell: &Arc<Bell>) {
        self.shared.inner.lock().bells.retain(|(known, _)| !Arc::ptr_eq(known, bell));
    }

    /// Whether the two are the same future.
    #[must_use]
    pub fn is_same(&self, other: &Future<T>) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl<T> Inner<T> {
    fn is_settled(&self) -> bool {
        matches!(self.state, State::Cancelled | State::Finished(_))
    }
}

fn failure_of<T>(result: Result<Arc<T>, Missing>) -> Result<Option<Failure>, Missing> {
    match result {
        Ok(_) => Ok(None),
        Err(Missing::Failed(failure)) => Ok(Some(failure)),
        Err(other) => Err(other),
    }
}

impl<T> fmt::Debug for Future<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.shared.inner.lock();
        let state = match &inner.state {
            State::Pending => "pending",
            State::Running => "running",
            State::Cancelled => "cancelled",
            State::Finished(Ok(_)) => "finished",
            State::Finished(Err(_)) => "failed",
        };
        let listeners = inner.callbacks.len() + inner.bells.len();
        f.debug_struct("Future")
            .field("state", &format_args!("{state}"))
            .field("listeners", &listeners)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Promise<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Promise").field(&self.future).finish()
    }
}
