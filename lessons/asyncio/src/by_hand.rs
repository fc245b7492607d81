//! Async by hand, in six steps.
//!
//! 1. [`Task`]: a future that is polled whenever its waker was called;
//! 2. [`Executor`]: runs tasks, needs no threads, and blocks nowhere;
//! 3. [`EventLoop`]: a host for it, which sleeps while nothing is ready;
//! 4. [`gather`], [`as_completed`], [`Handle::timeout`], [`TaskGroup`]: futures made of futures;
//! 5. [`to_thread`]: work in a thread, awaited;
//! 6. [`Lock`], [`Event`], [`Semaphore`], [`Barrier`], [`Queue`]: what tasks share.
//!
//! Each step can be read and checked without the ones after it. The pool of step 5 is the one that the lesson `pool`
//! makes by hand. Steps 1, 2, 4 and 6 would do in a world without threads.

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

#[path = "by_hand/6_watched.rs"]
mod watched;

pub use combinators::{
    AsCompleted, Elapsed, TaskError, TaskGroup, as_completed, gather, try_gather, yield_now,
};
pub use event_loop::{EventLoop, run};
pub use executor::{Executor, Handle, Sleep};
pub use task::{JoinError, JoinHandle, Runnable, Schedule, Task};
pub use to_thread::{ToThread, to_thread};
pub use watched::{Barrier, Event, Lock, LockGuard, Permit, Queue, Semaphore, ShutDown, Watched};
