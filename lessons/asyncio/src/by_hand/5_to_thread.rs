//! Step 5: to move work to a thread, and await it.
//!
//! The loop polls one task at a time, so a task that computes keeps all others waiting, and one that blocks keeps them
//! waiting for nothing. Such work goes to the threads of a pool; the task awaits what it comes to, like anything else.
//! The pool is the one that the lesson `pool` makes by hand.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::super::pool::Pool;
use super::task::{Join, JoinError};
use crate::sync::{Arc, catch_unwind};

// ANCHOR: to_thread
/// Has `work` done by a thread of the pool: it is given to the pool now, not when it is first awaited. If the pool
/// takes it no more, or drops it undone, it is [`JoinError::Cancelled`]; if it panics, that is told here.
///
/// What is being done by a thread cannot be cancelled from outside: dropped, this future lets it go on, unheard.
pub fn to_thread<T: Send + 'static>(pool: &Pool, work: impl FnOnce() -> T + Send + 'static) -> ToThread<T> {
    let join = Arc::new(Join::new());
    let promise = Promise { join: Arc::clone(&join), outcome: Some(Err(JoinError::Cancelled)) };
    let job = move || {
        let mut promise = promise;
        promise.outcome = Some(catch_unwind(work).map_err(JoinError::panicked));
    };
    // A job that is not taken is dropped here, and its promise with it.
    drop(pool.execute(job));
    ToThread { join }
}

/// Settles when it is dropped: by then the job has put its outcome there, or will never do so.
struct Promise<T> {
    join: Arc<Join<T>>,
    outcome: Option<Result<T, JoinError>>,
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        if let Some(outcome) = self.outcome.take() {
            self.join.put(outcome);
        }
    }
}
// ANCHOR_END: to_thread

/// A future for what a thread is doing. See [`to_thread`].
///
/// # Panics
/// If it is polled again after it was ready.
#[must_use = "dropped, nobody hears whether the work panicked"]
pub struct ToThread<T> {
    join: Arc<Join<T>>,
}

impl<T> Future for ToThread<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.join.poll(context)
    }
}

impl<T> fmt::Debug for ToThread<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToThread").finish_non_exhaustive()
    }
}
