//! Step 3: when is everything done?
//!
//! An empty queue does not answer that: what was fetched last is still being worked on. So an item
//! counts until its consumer says that it is done.
//!
//! | an item is | counts in | until |
//! |---|---|---|
//! | **queued** | `store.len()` | a get fetches it, or an immediate shutdown drops it |
//! | **in hand** | `in_hand` | its consumer says [`task_done`](TaskQueue::task_done), or drops its [`Task`] |
//! | **done** | nothing | |
//!
//! Queued and in hand are the *unfinished* ones, and `join` waits until there are none: not until
//! there are none as it looks, but until there were none at some time since it began. The two are
//! different where a producer is quick. The last task is done, who joins is woken, and before it
//! has the lock the next item is put. It would find something unfinished whenever it looks, round
//! after round. Therefore rounds are numbered, as at a barrier, and `join` waits for the end of the
//! one that it began in.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::task_queue::State;
use super::{ShutDown, Store, TaskQueue};

impl<S: Store> State<S> {
    fn unfinished(&self) -> usize {
        self.store.len() + self.in_hand
    }
}

// ANCHOR: tasks
impl<S: Store> TaskQueue<S> {
    /// Says that an item which was fetched is done. Whoever fetches says so, once for each item,
    /// also if the work has failed; [`get_task`](TaskQueue::get_task) does it by itself.
    ///
    /// # Errors
    /// If it is said more often than items were fetched. Nothing has changed then.
    pub fn task_done(&self) -> Result<(), NoTask> {
        let mut state = self.state.lock();
        state.in_hand = state.in_hand.checked_sub(1).ok_or(NoTask)?;
        self.end_round_if_done(&mut state);
        Ok(())
    }

    /// Blocks until everything is done that was put into the queue: not until it was fetched, but
    /// until its consumers have said so. Returns at once if nothing is unfinished. What producers
    /// put meanwhile counts too, unless everything is done before.
    ///
    /// What was done to an item before its `task_done` is seen by who returns from here.
    pub fn join(&self) {
        let mut state = self.state.lock();
        let round = state.round;
        while state.unfinished() > 0 && state.round == round {
            self.all_done.wait(&mut state);
        }
    }

    /// How many items were put and are not done: those that are queued, and those that consumers
    /// have in hand.
    #[must_use]
    pub fn unfinished_tasks(&self) -> usize {
        self.state.lock().unfinished()
    }

    /// Lets those go who join, if nothing is unfinished.
    pub(super) fn end_round_if_done(&self, state: &mut State<S>) {
        if state.unfinished() == 0 {
            state.round += 1;
            // No wakeup is lost: who joins looks at the round under the lock, which is held here.
            // It is over for all of them, so all are notified.
            self.all_done.notify_all();
        }
    }
}
// ANCHOR_END: tasks

// ANCHOR: task
impl<S: Store> TaskQueue<S> {
    /// Fetches the next item as a task, which is done when it is dropped; blocks as long as the
    /// queue is empty.
    ///
    /// # Errors
    /// If the queue is empty and shut down, before or while this waits.
    pub fn get_task(&self) -> Result<Task<'_, S>, ShutDown> {
        self.get().map(|item| Task { item, _done: DoneOnDrop(self) })
    }
}

/// An item in hand. It is done when this is dropped, on whichever way: by `?`, `break` or a panic
/// too.
#[must_use = "the item is done as soon as its task is dropped"]
pub struct Task<'a, S: Store> {
    // Fields are dropped in this order: first the item, and only then it is done.
    item: S::Item,
    _done: DoneOnDrop<'a, S>,
}

/// Says that a task is done.
struct DoneOnDrop<'a, S: Store>(&'a TaskQueue<S>);

impl<S: Store> Drop for DoneOnDrop<'_, S> {
    fn drop(&mut self) {
        // An error only if somebody said so who had nothing in hand. Then the count is right by
        // now.
        let _ = self.0.task_done();
    }
}
// ANCHOR_END: task

impl<S: Store> Deref for Task<'_, S> {
    type Target = S::Item;

    fn deref(&self) -> &S::Item {
        &self.item
    }
}

impl<S: Store> DerefMut for Task<'_, S> {
    fn deref_mut(&mut self) -> &mut S::Item {
        &mut self.item
    }
}

impl<S: Store> fmt::Debug for Task<'_, S>
where
    S::Item: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Task").field(&self.item).finish()
    }
}

/// A task was said to be done, but nobody has one in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTask;

impl fmt::Display for NoTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("task_done was called more often than there were tasks")
    }
}

impl std::error::Error for NoTask {}
