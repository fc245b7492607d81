//! Async by hand, in eleven steps.
//!
//! 1. [`Task`]: a future that is polled whenever its waker was called;
//! 2. [`Executor`]: runs tasks, needs no threads, and blocks nowhere;
//! 3. [`EventLoop`]: a host for it, which sleeps while nothing is ready;
//! 4. [`gather`], [`as_completed`], [`Handle::timeout`], [`TaskGroup`]: futures made of futures;
//! 5. [`to_thread`]: work in a thread, awaited;
//! 6. a line, in which tasks wait for what others give;
//! 7. [`Lock`], [`Condition`]: what is given is the value, or word of a change;
//! 8. [`Event`], [`Barrier`]: what is given is the word to go on;
//! 9. [`Semaphore`], [`BoundedSemaphore`]: what is given is a permit;
//! 10. [`Watched`]: nothing is given, and everybody looks again;
//! 11. [`Queue`], [`LifoQueue`], [`PriorityQueue`]: the stores of the lesson `queue`, watched.
//!
//! Each step can be read and checked without the ones after it, and steps 7 to 10 without each other. The pool of
//! step 5 is the one that the lesson `pool` makes by hand. All steps but 3 and 5 would do in a world without threads.

#[path = "by_hand/1_task.rs"]
mod task;

#[path = "by_hand/2_executor.rs"]
mod executor;

#[path = "by_hand/3_event_loop.rs"]
mod event_loop;

#[path = "by_hand/4_combinators.rs"]
mod combinators;

#[path = "by_hand/5_to_thread.rs"]
mod to_thread;

#[path = "by_hand/6_line.rs"]
mod line;

#[path = "by_hand/7_lock.rs"]
mod lock;

#[path = "by_hand/8_signals.rs"]
mod signals;

#[path = "by_hand/9_semaphore.rs"]
mod semaphore;

#[path = "by_hand/10_watched.rs"]
mod watched;

#[path = "by_hand/11_queue.rs"]
mod queue;

pub use super::queue::{GetError, NoTask, PutError, ShutDown, Shutdown};
pub use combinators::{
    AsCompleted, Elapsed, TaskError, TaskGroup, as_completed, gather, try_gather, yield_now,
};
pub use event_loop::{EventLoop, run};
pub use executor::{Executor, Handle, Sleep};
pub use lock::{Condition, Lock, LockGuard};
pub use queue::{LifoQueue, PriorityQueue, Queue, TaskQueue};
pub use semaphore::{BoundedSemaphore, Permit, ReleasedTooOften, Semaphore};
pub use signals::{Barrier, BrokenBarrier, Event};
pub use task::{JoinError, JoinHandle, Runnable, Schedule, Task};
pub use to_thread::{ToThread, to_thread};
pub use watched::Watched;
