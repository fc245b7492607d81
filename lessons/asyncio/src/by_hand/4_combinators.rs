//! Step 4: futures made of futures.
//!
//! None of these needs an executor (a timeout needs its clock): they are polled, and poll what they are made of. A
//! future is cancelled by dropping it, wherever it stands; that is all that a timeout has to do.
//!
//! Whenever one of many is woken, all that are not ready are polled again, since a waker does not say who called it.
//! With hundreds of members, give each a task of its own, and make them of the handles.

use std::fmt;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use super::executor::Handle;
use super::task::{JoinError, JoinHandle};

/// Gives way: the task goes to the end of the queue. This is what makes a switching point where there is nothing to
/// wait for.
// ANCHOR: yield_now
pub async fn yield_now() {
    let mut has_given_way = false;
    poll_fn(|context| {
        if mem::replace(&mut has_given_way, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
// ANCHOR_END: yield_now

/// One of many futures.
enum Member<F: Future> {
    Pending(Pin<Box<F>>),
    Ready(F::Output),
}

impl<F: Future> Member<F> {
    fn new(future: F) -> Member<F> {
        Member::Pending(Box::pin(future))
    }

    /// Polls it unless it is ready. A future that is ready is dropped at once, and never polled again.
    fn is_ready(&mut self, context: &mut Context<'_>) -> bool {
        if let Member::Pending(future) = self {
            match future.as_mut().poll(context) {
                Poll::Pending => return false,
                Poll::Ready(value) => *self = Member::Ready(value),
            }
        }
        true
    }
}

/// Waits for all, and gives what they come to in the order in which they were given. Where they come to `Result`s, a
/// failure is one of the results.
// ANCHOR: gather
pub async fn gather<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut members: Vec<Member<F>> = futures.into_iter().map(Member::new).collect();
    poll_fn(|context| {
        let mut all = true;
        for member in &mut members {
            // Each is polled, also behind one that is not ready: otherwise it would not begin.
            all &= member.is_ready(context);
        }
        if all { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let value = |member| match member {
        Member::Ready(value) => Some(value),
        Member::Pending(_) => None,
    };
    members.into_iter().filter_map(value).collect()
}
// ANCHOR_END: gather

/// Waits for all, or for the first that fails. The others are dropped then; tasks that are awaited by their handles go
/// on.
///
/// # Errors
/// The first failure.
// ANCHOR: try_gather
pub async fn try_gather<F, T, E>(futures: impl IntoIterator<Item = F>) -> Result<Vec<T>, E>
where
    F: Future<Output = Result<T, E>>,
{
    let mut results: Vec<Option<T>> = Vec::new();
    let numbered = futures.into_iter().enumerate().map(|(number, future)| {
        results.push(None);
        async move { (number, future.await) }
    });
    let mut completed = as_completed(numbered);
    while let Some((number, result)) = completed.next().await {
        results[number] = Some(result?);
    }
    Ok(results.into_iter().flatten().collect())
}
// ANCHOR_END: try_gather

/// The futures as they become ready, one at a time: those that are ready together in the order in which they were
/// given.
pub fn as_completed<F: Future>(futures: impl IntoIterator<Item = F>) -> AsCompleted<F> {
    AsCompleted { pending: futures.into_iter().map(Box::pin).collect() }
}

/// See [`as_completed`].
pub struct AsCompleted<F: Future> {
    pending: Vec<Pin<Box<F>>>,
}

impl<F: Future> AsCompleted<F> {
    // ANCHOR: as_completed
    /// What the next one comes to; `None` when there are no more. It may be dropped and called again: none is lost.
    pub async fn next(&mut self) -> Option<F::Output> {
        poll_fn(|context| {
            for number in 0..self.pending.len() {
                if let Poll::Ready(value) = self.pending[number].as_mut().poll(context) {
                    self.pending.remove(number);
                    return Poll::Ready(Some(value));
                }
            }
            if self.pending.is_empty() { Poll::Ready(None) } else { Poll::Pending }
        })
        .await
    }
    // ANCHOR_END: as_completed
}

impl<F: Future> fmt::Debug for AsCompleted<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsCompleted").field("pending", &self.pending.len()).finish_non_exhaustive()
    }
}

/// It was not ready in time, and has been dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed;

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it was not ready in time")
    }
}

impl std::error::Error for Elapsed {}

impl Handle {
    // ANCHOR: timeout
    /// Waits for `future`, and drops it when the time is over, before this returns. The time counts from this call. A
    /// future that is ready in the last moment, or at once with a time of zero, is ready.
    pub fn timeout<F: Future>(
        &self,
        time: Duration,
        future: F,
    ) -> impl Future<Output = Result<F::Output, Elapsed>> + use<F> {
        let sleep = self.sleep(time);
        async move {
            let (mut future, mut sleep) = (pin!(future), pin!(sleep));
            poll_fn(|context| {
                if let Poll::Ready(value) = future.as_mut().poll(context) {
                    return Poll::Ready(Ok(value));
                }
                sleep.as_mut().poll(context).map(|()| Err(Elapsed))
            })
            .await
        }
    }
    // ANCHOR_END: timeout
}

/// Why a task of a group has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskError<E> {
    /// What it returned.
    Failed(E),
    /// It panicked, with this message.
    Panicked(String),
    /// Nobody in the group failed, but the executor has ended.
    Cancelled,
}

// ANCHOR: group
/// Tasks that belong together: if one fails, the others are cancelled, and none outlives the group.
///
/// ```
/// use asyncio::by_hand::{TaskError, TaskGroup, run};
/// use std::future::pending;
///
/// let outcome = run(|handle| async move {
///     let mut group = TaskGroup::new(&handle);
///     group.spawn(async { Err("no more ink") });
///     group.spawn(pending()); // It would never end, and is cancelled.
///     group.join().await.map(|both: Vec<u32>| both.len())
/// });
/// assert_eq!(outcome, Err(vec![TaskError::Failed("no more ink")]));
/// ```
///
/// Dropped before it was joined, it cancels its tasks.
#[must_use = "dropped, it cancels its tasks"]
pub struct TaskGroup<T, E> {
    executor: Handle,
    tasks: Vec<JoinHandle<Result<T, E>>>,
}

impl<T: Send + 'static, E: Send + 'static> TaskGroup<T, E> {
    /// A group without tasks.
    pub fn new(executor: &Handle) -> TaskGroup<T, E> {
        TaskGroup { executor: executor.clone(), tasks: Vec::new() }
    }

    /// Adds a task.
    pub fn spawn(&mut self, future: impl Future<Output = Result<T, E>> + Send + 'static) {
        self.tasks.push(self.executor.spawn(future));
    }

    /// Waits until each task has ended, and gives their values in the order in which they were spawned.
    ///
    /// # Errors
    /// The failures, the first one first. After it the others were cancelled; those that failed all the same, because
    /// there was no `await` before, follow.
    pub async fn join(mut self) -> Result<Vec<T>, Vec<TaskError<E>>> {
        let mut values: Vec<Option<T>> = self.tasks.iter().map(|_| None).collect();
        let mut failures = Vec::new();
        let mut pending: Vec<usize> = (0..self.tasks.len()).collect();
        poll_fn(|context| {
            // Each that is pending is polled, and so will wake this when it has ended.
            pending.retain(|&number| {
                let Poll::Ready(result) = pin!(&mut self.tasks[number]).poll(context) else { return true };
                let failure = match result {
                    Ok(Ok(value)) => {
                        values[number] = Some(value);
                        return false;
                    }
                    Ok(Err(error)) => TaskError::Failed(error),
                    Err(JoinError::Panicked(message)) => TaskError::Panicked(message),
                    Err(JoinError::Cancelled) if failures.is_empty() => TaskError::Cancelled,
                    // A consequence of the first failure.
                    Err(JoinError::Cancelled) => return false,
                };
                if failures.is_empty() {
                    self.cancel();
                }
                failures.push(failure);
                false
            });
            if pending.is_empty() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        if failures.is_empty() { Ok(values.into_iter().flatten().collect()) } else { Err(failures) }
    }
}

impl<T, E> Drop for TaskGroup<T, E> {
    fn drop(&mut self) {
        self.cancel();
    }
}
// ANCHOR_END: group

impl<T, E> TaskGroup<T, E> {
    /// Aborts all tasks; those that are done do not mind.
    fn cancel(&self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl<T, E> fmt::Debug for TaskGroup<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskGroup").field("tasks", &self.tasks.len()).finish_non_exhaustive()
    }
}
