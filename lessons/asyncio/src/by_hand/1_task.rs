//! Step 1: a task, and the waker that has it polled again.
//!
//! A future does nothing by itself. Somebody has to *poll* it, and it either is ready or says that it is not; in that
//! case it has first put a copy of its *waker* where the thing it waits for will find it. A task is a future with
//! somebody who keeps that bargain: whoever calls the waker has the task polled again.
//!
//! What makes it difficult is that a waker may be called at any moment, by any thread, any number of times: also while
//! the task is being polled, and after it is done. So there is a table:
//!
//! | state | what it means | when it is woken | when it has been polled |
//! |---|---|---|---|
//! | idle | it waits to be woken | *scheduled*, and goes into the queue | – |
//! | scheduled | it is in the queue, once | stays: it will be polled anyway | – |
//! | running | it is being polled | *woken* | *idle*, or *done* |
//! | woken | being polled; what it waits for may have come too late | stays | *scheduled*, into the queue again; or *done* |
//! | done | there is no future any more | stays | – |
//!
//! Without *woken*, a task that is woken while it runs would be lost (it believes that it waits, and nobody will wake
//! it again), or would be polled by two threads at once (if it went into the queue at once).

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Wake, Waker};

use crate::sync::{Arc, Mutex, catch_unwind, panics};

/// Where a task goes when it is to be polled.
pub trait Schedule: Send + Sync {
    /// Takes a task that somebody shall [run](Runnable::run). It is not given again before it has been run.
    fn schedule(&self, task: Arc<dyn Runnable>);

    /// The task with this number is done, and will not be scheduled any more.
    fn retire(&self, number: u64);
}

/// A task, whatever its future is.
pub trait Runnable: Send + Sync {
    /// Polls the future once, or drops it if the task was aborted. A panic is contained, and goes to the join handle.
    ///
    /// # Panics
    /// If the task was not scheduled: whoever gets it from the queue runs it once.
    fn run(self: Arc<Self>);

    /// Has the future dropped instead of polled the next time. Returns false if the task is done already.
    fn abort(self: Arc<Self>) -> bool;
}

// ANCHOR: state
/// *Invariants.*
///
/// 1. The task is in the queue, or on its way there or from there to `run`, exactly when it is `Scheduled`.
/// 2. Whoever makes it `Running` has the future to itself until it makes it something else; nobody else touches it.
/// 3. `Done` is for good, and from then on there is no future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Idle,
    Scheduled,
    Running,
    Woken,
    Done,
}

struct State {
    stage: Stage,
    /// Somebody does not want it any more.
    aborted: bool,
}

/// A future that is polled whenever its waker was called.
///
/// The task is its own waker: `std` makes one of every `Arc` of something that can [`Wake`].
pub struct Task<F: Future> {
    number: u64,
    state: Mutex<State>,
    /// Nobody ever waits for this lock (invariant 2). It is there because the compiler cannot know that.
    future: Mutex<Option<Pin<Box<F>>>>,
    join: Arc<Join<F::Output>>,
    queue: Arc<dyn Schedule>,
}
// ANCHOR_END: state

impl<F> Task<F>
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    /// A task and the handle to wait for it. It counts as scheduled: the caller puts it into the queue.
    pub fn new(number: u64, future: F, queue: Arc<dyn Schedule>) -> (Arc<Task<F>>, JoinHandle<F::Output>) {
        let join = Arc::new(Join::new());
        let task = Arc::new(Task {
            number,
            state: Mutex::new(State { stage: Stage::Scheduled, aborted: false }),
            future: Mutex::new(Some(Box::pin(future))),
            join: Arc::clone(&join),
            queue,
        });
        let handle = JoinHandle { join, task: Arc::clone(&task) as Arc<dyn Runnable> };
        (task, handle)
    }

    // ANCHOR: poll
    /// What one poll came to: `None` if it has to wait.
    fn poll(self: &Arc<Self>) -> Option<Result<F::Output, JoinError>> {
        let waker = Waker::from(Arc::clone(self));
        let mut future = self.future.try_lock().expect("nobody else polls it");
        let future = future.as_mut().expect("it is not done");
        match catch_unwind(|| future.as_mut().poll(&mut Context::from_waker(&waker))) {
            Ok(Poll::Pending) => None,
            Ok(Poll::Ready(value)) => Some(Ok(value)),
            Err(panic) => Some(Err(JoinError::panicked(panic))),
        }
    }
    // ANCHOR_END: poll

    // ANCHOR: finish
    /// It is done. The future is dropped before anybody is told, so that what it held is free by then.
    fn finish(&self, outcome: Result<F::Output, JoinError>) {
        let future = self.future.try_lock().expect("nobody else polls it").take();
        let outcome = match catch_unwind(|| drop(future)) {
            Ok(()) => outcome,
            Err(panic) => Err(JoinError::panicked(panic)),
        };
        self.state.lock().stage = Stage::Done;
        self.queue.retire(self.number);
        self.join.put(outcome);
    }
    // ANCHOR_END: finish
}

// ANCHOR: run
impl<F> Runnable for Task<F>
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    fn run(self: Arc<Self>) {
        let aborted = {
            let mut state = self.state.lock();
            assert_eq!(state.stage, Stage::Scheduled, "a task is run once each time it is scheduled");
            // Before the poll: a waker that is called from now on asks for another one.
            state.stage = Stage::Running;
            state.aborted
        };
        let outcome = if aborted { Some(Err(JoinError::Cancelled)) } else { self.poll() };
        if let Some(outcome) = outcome {
            return self.finish(outcome);
        }
        let mut state = self.state.lock();
        if state.stage == Stage::Woken {
            state.stage = Stage::Scheduled;
            drop(state);
            let queue = Arc::clone(&self.queue);
            queue.schedule(self);
        } else {
            state.stage = Stage::Idle;
        }
    }

    fn abort(self: Arc<Self>) -> bool {
        let mut state = self.state.lock();
        if state.stage == Stage::Done {
            return false;
        }
        state.aborted = true;
        drop(state);
        // It may be idle, and has to come by to be dropped.
        self.wake();
        true
    }
}
// ANCHOR_END: run

// ANCHOR: wake
impl<F> Wake for Task<F>
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    /// No wake is lost: under the lock the task is either idle, and goes into the queue; or scheduled, and will be
    /// polled after this; or running, and will be polled once more.
    fn wake(self: Arc<Self>) {
        let mut state = self.state.lock();
        match state.stage {
            Stage::Idle => {
                state.stage = Stage::Scheduled;
                drop(state);
                let queue = Arc::clone(&self.queue);
                queue.schedule(self);
            }
            Stage::Running => state.stage = Stage::Woken,
            Stage::Scheduled | Stage::Woken | Stage::Done => {}
        }
    }
}
// ANCHOR_END: wake

/// Why a task has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinError {
    /// It was aborted, or its executor ended before it did.
    Cancelled,
    /// It panicked, with this message.
    Panicked(String),
}

impl JoinError {
    pub(super) fn panicked(panic: Box<dyn Any + Send>) -> JoinError {
        JoinError::Panicked(panics::into_message(panic))
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JoinError::Cancelled => f.write_str("the task was cancelled"),
            JoinError::Panicked(message) => write!(f, "the task panicked: {message}"),
        }
    }
}

impl std::error::Error for JoinError {}

// ANCHOR: join
/// What a task came to, on its way to whoever waits for it.
enum Slot<T> {
    /// Not there yet; and who wants to be woken.
    Empty(Option<Waker>),
    Full(Result<T, JoinError>),
    Taken,
}

pub(super) struct Join<T> {
    slot: Mutex<Slot<T>>,
}

impl<T> Join<T> {
    pub(super) fn new() -> Join<T> {
        Join { slot: Mutex::new(Slot::Empty(None)) }
    }

    /// Puts it there, once. Who waits has left its waker under the same lock under which it found nothing, so it is
    /// woken.
    pub(super) fn put(&self, outcome: Result<T, JoinError>) {
        let before = std::mem::replace(&mut *self.slot.lock(), Slot::Full(outcome));
        if let Slot::Empty(Some(waker)) = before {
            waker.wake();
        }
    }

    /// Takes it, or leaves word.
    pub(super) fn poll(&self, context: &Context<'_>) -> Poll<Result<T, JoinError>> {
        let mut slot = self.slot.lock();
        match std::mem::replace(&mut *slot, Slot::Taken) {
            Slot::Full(outcome) => Poll::Ready(outcome),
            Slot::Empty(before) => {
                *slot = Slot::Empty(Some(context.waker().clone()));
                // Without the lock: the last copy of a waker takes its task along.
                drop(slot);
                drop(before);
                Poll::Pending
            }
            Slot::Taken => panic!("a handle that has given its value is awaited again"),
        }
    }

    fn is_full(&self) -> bool {
        !matches!(*self.slot.lock(), Slot::Empty(_))
    }
}
// ANCHOR_END: join

/// A future for what a task comes to. Dropped, it lets the task go on by itself.
///
/// # Panics
/// If it is polled again after it was ready, as most futures.
#[must_use = "dropped, nobody hears whether the task panicked"]
pub struct JoinHandle<T> {
    join: Arc<Join<T>>,
    task: Arc<dyn Runnable>,
}

impl<T> JoinHandle<T> {
    /// Has the task's future dropped at the `await` that it stands at, or comes to next; what it holds there is dropped
    /// with it. The handle then gives [`JoinError::Cancelled`]. Returns false, and changes nothing, if the task is
    /// done. (A task that comes to its end without another `await` gives its value all the same.)
    pub fn abort(&self) -> bool {
        Arc::clone(&self.task).abort()
    }

    /// Whether the task is done: awaiting it will not wait.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.join.is_full()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.join.poll(context)
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}

impl<F: Future> fmt::Debug for Task<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").field("number", &self.number).finish_non_exhaustive()
    }
}
