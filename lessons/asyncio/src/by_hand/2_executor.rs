//! Step 2: an executor that blocks nowhere.
//!
//! An executor is a queue of tasks and somebody who runs them. This one needs no thread of its own and never sleeps:
//! when nothing is ready, it returns, and it is for the *host* to call it again. That is how it has to be where a
//! program may neither start threads nor block the one it has, as on WebAssembly in a browser: there the host is the
//! browser's own event loop. Elsewhere the host is step 3, which sleeps meanwhile.
//!
//! What it has:
//!
//! | part | what is in it |
//! |---|---|
//! | `ready` | the queue: tasks that are scheduled, first come, first served |
//! | `timers` | who sleeps until when, the nearest first |
//! | `live` | every task that is not done, so that they can be cancelled in the end |
//!
//! `timers` is an ordered map rather than the usual heap: one who sleeps and is dropped takes its timer out again.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use super::task::{JoinHandle, Runnable, Schedule, Task};
use crate::sync::{Arc, Deadline, Mutex};

// ANCHOR: core
/// *Invariants.*
///
/// 1. A task is in `ready` exactly when it is scheduled, and not yet in the hands of `drive`.
/// 2. A task is in `live` from when it is spawned until it is done.
/// 3. Once it has [`Ended`](Life::Ended), `ready` and `live` are empty for good.
/// 4. Whenever something comes into `ready`, `main_woken` becomes true, or `timers` gets a new first, the host is told
///    *after* that; so a host that looks after it was told finds it.
struct State {
    ready: VecDeque<Arc<dyn Runnable>>,
    /// By moment, and by number where two have the same.
    timers: BTreeMap<(Deadline, u64), Waker>,
    live: BTreeMap<u64, Arc<dyn Runnable>>,
    /// The future that `drive` was given has been woken.
    main_woken: bool,
    /// Tasks and timers are numbered as they come.
    last_number: u64,
    life: Life,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    /// It takes tasks, and runs them.
    Open,
    /// It takes no more tasks, and drops those that it has.
    Ending,
    /// It has none, and nobody looks into the queue any more.
    Ended,
}

struct Core {
    state: Mutex<State>,
    /// Tells the host that there is something to do. Called without the lock.
    tell_host: Box<dyn Fn() + Send + Sync>,
}
// ANCHOR_END: core

impl State {
    fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}

impl Schedule for Core {
    fn schedule(&self, task: Arc<dyn Runnable>) {
        let mut state = self.state.lock();
        if state.life == Life::Ended {
            drop(state);
            // It was woken while the executor ended, and comes too late to be found.
            return cancel(task);
        }
        state.ready.push_back(task);
        drop(state);
        (self.tell_host)();
    }

    fn retire(&self, number: u64) {
        // A statement of its own: what is removed is dropped without the lock.
        let retired = self.state.lock().live.remove(&number);
        drop(retired);
    }
}

/// Drops the future of a task that is scheduled and in no queue.
fn cancel(task: Arc<dyn Runnable>) {
    Arc::clone(&task).abort();
    task.run();
}

/// The executor is the waker of the future that it is driven with.
impl Wake for Core {
    fn wake(self: Arc<Self>) {
        self.state.lock().main_woken = true;
        (self.tell_host)();
    }
}

/// What there is to do in one turn.
struct Turn {
    due: Vec<Waker>,
    tasks: VecDeque<Arc<dyn Runnable>>,
    main_woken: bool,
}

impl Core {
    // ANCHOR: turn
    /// Takes all that is there *now*. What comes meanwhile has to wait for the next turn, so that a task which wakes
    /// itself again and again keeps nobody else from being polled.
    fn take_turn(&self) -> Turn {
        let mut state = self.state.lock();
        let mut due = Vec::new();
        while let Some(first) = state.timers.first_entry() {
            if !first.key().0.has_passed() {
                break;
            }
            due.push(first.remove());
        }
        Turn { due, tasks: mem::take(&mut state.ready), main_woken: mem::take(&mut state.main_woken) }
    }
    // ANCHOR_END: turn
}

/// Runs tasks when it is told to, in the thread that tells it, and returns when nothing is ready.
///
/// ```
/// use asyncio::by_hand::{Executor, gather, yield_now};
/// use std::pin::pin;
/// use std::task::Poll;
///
/// let mut executor = Executor::new(|| println!("the host is told: call `drive`"));
/// let tasks: Vec<_> = (1..=3)
///     .map(|number| {
///         executor.handle().spawn(async move {
///             yield_now().await;
///             number * number
///         })
///     })
///     .collect();
/// let squares = executor.drive(pin!(gather(tasks)));
/// assert_eq!(squares, Poll::Ready(vec![Ok(1), Ok(4), Ok(9)]));
/// ```
///
/// Dropped, it aborts every task that is not done.
pub struct Executor {
    core: Arc<Core>,
}

impl Executor {
    /// An executor without tasks. It calls `tell_host` whenever there is something to do, in the thread that made it
    /// so: it should return soon, must not call [`drive`](Executor::drive), and may see to it that somebody does.
    #[must_use]
    pub fn new(tell_host: impl Fn() + Send + Sync + 'static) -> Executor {
        let state = State {
            ready: VecDeque::new(),
            timers: BTreeMap::new(),
            live: BTreeMap::new(),
            main_woken: false,
            last_number: 0,
            life: Life::Open,
        };
        Executor { core: Arc::new(Core { state: Mutex::new(state), tell_host: Box::new(tell_host) }) }
    }

    /// What tasks need of their executor.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle { core: Arc::clone(&self.core) }
    }

    // ANCHOR: drive
    /// Polls `main` and the tasks, as often as they are woken, until `main` is ready or nothing else is. Never blocks.
    /// When it is pending, call it again after the host was told, or when [`next_deadline`](Executor::next_deadline)
    /// has come.
    ///
    /// # Panics
    /// If `main` does. A panic in a task goes to its handle.
    pub fn drive<F: Future + ?Sized>(&mut self, mut main: Pin<&mut F>) -> Poll<F::Output> {
        let waker = Waker::from(Arc::clone(&self.core));
        // It may be another one than last time, whom nobody has woken yet.
        self.core.state.lock().main_woken = true;
        loop {
            let Turn { due, tasks, main_woken } = self.core.take_turn();
            if due.is_empty() && tasks.is_empty() && !main_woken {
                return Poll::Pending;
            }
            due.into_iter().for_each(Waker::wake);
            tasks.into_iter().for_each(|task| task.run());
            if main_woken && let Poll::Ready(value) = main.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Poll::Ready(value);
            }
        }
    }
    // ANCHOR_END: drive

    /// When the next of those who sleep is to be woken; [`Deadline::NEVER`] if nobody sleeps.
    #[must_use]
    pub fn next_deadline(&self) -> Deadline {
        let state = self.core.state.lock();
        state.timers.first_key_value().map_or(Deadline::NEVER, |((deadline, _), _)| *deadline)
    }

    /// How many tasks are not done.
    #[must_use]
    pub fn live(&self) -> usize {
        self.core.state.lock().live.len()
    }
}

// ANCHOR: close
impl Drop for Executor {
    fn drop(&mut self) {
        let live = {
            let mut state = self.core.state.lock();
            state.life = Life::Ending;
            mem::take(&mut state.live)
        };
        for task in live.into_values() {
            task.abort();
        }
        // Each is in the queue now, or on its way there, and none is polled any more: to run one is to drop its future.
        // That may wake others, or want to spawn some.
        loop {
            let mut state = self.core.state.lock();
            let tasks = mem::take(&mut state.ready);
            if tasks.is_empty() {
                // In one step with the look: whoever comes from now on finds that it has ended.
                state.life = Life::Ended;
                return;
            }
            drop(state);
            tasks.into_iter().for_each(|task| task.run());
        }
    }
}
// ANCHOR_END: close

/// What a task needs of its executor: to spawn other tasks, and to sleep. Clones are the same.
#[derive(Clone)]
pub struct Handle {
    core: Arc<Core>,
}

impl Handle {
    // ANCHOR: spawn
    /// Makes a task of a future. It is polled in a later turn, and does not begin before that. If the executor has
    /// ended, the future is dropped and its task is cancelled.
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send,
    {
        let number = self.core.state.lock().next_number();
        let (task, handle) = Task::new(number, future, Arc::clone(&self.core) as Arc<dyn Schedule>);
        let mut state = self.core.state.lock();
        if state.life != Life::Open {
            drop(state);
            cancel(task);
            return handle;
        }
        // Both in one step: an executor that ends finds it in the queue.
        state.live.insert(number, Arc::clone(&task) as Arc<dyn Runnable>);
        state.ready.push_back(task);
        drop(state);
        (self.core.tell_host)();
        handle
    }
    // ANCHOR_END: spawn

    /// Lets others go on for so long at least. Zero ends at once, and too long never; the time counts from this call.
    /// It may be awaited by any executor, but this one has to be driven for it to end.
    pub fn sleep(&self, time: Duration) -> Sleep {
        Sleep { core: Arc::clone(&self.core), deadline: Deadline::after(time), number: None }
    }
}

// ANCHOR: sleep
/// A future that is ready when its moment has come, and not before.
#[must_use = "a future does nothing before it is awaited"]
pub struct Sleep {
    core: Arc<Core>,
    deadline: Deadline,
    /// Of its timer, once there has been one.
    number: Option<u64>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.deadline.has_passed() {
            return Poll::Ready(());
        }
        let core = Arc::clone(&self.core);
        let mut state = core.state.lock();
        let number = *self.number.get_or_insert_with(|| state.next_number());
        let key = (self.deadline, number);
        let before = state.timers.insert(key, context.waker().clone());
        let is_first = state.timers.first_key_value().is_some_and(|(first, _)| *first == key);
        drop(state);
        drop(before);
        if is_first {
            // The host may be asleep until a later moment: this may be polled by somebody else.
            (core.tell_host)();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            let timer = self.core.state.lock().timers.remove(&(self.deadline, number));
            drop(timer);
        }
    }
}
// ANCHOR_END: sleep

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor").field("live", &self.live()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").finish_non_exhaustive()
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}
