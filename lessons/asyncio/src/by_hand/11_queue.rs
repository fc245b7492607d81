//! Step 11: queues for tasks.
//!
//! Which item is next, and what can be said of a queue, is the same whoever waits: the stores and the errors are those
//! of the lesson `queue`. What is new is the waiting. What is in a queue is a [`Watched`] value, and each operation is
//! an attempt at it: one that gives something ends the wait, and has the others look again.
//!
//! | operation | waits while | ends early |
//! |---|---|---|
//! | [`put`](TaskQueue::put) | there is no room | when the queue is shut down |
//! | [`get`](TaskQueue::get) | there is nothing | when the queue is shut down |
//! | [`join`](TaskQueue::join) | something is not done | no: what an immediate end drops is done |

use std::fmt;
use std::mem;

use super::super::queue::{Fifo, GetError, Lifo, NoTask, PutError, ShutDown, Shutdown, SmallestFirst, Store};
use super::watched::Watched;

/// First in, first out.
pub type Queue<T> = TaskQueue<Fifo<T>>;

/// Last in, first out.
pub type LifoQueue<T> = TaskQueue<Lifo<T>>;

/// The smallest item first.
pub type PriorityQueue<T> = TaskQueue<SmallestFirst<T>>;

// ANCHOR: queue
/// Items from those who put to those who get; no more at once than a certain number.
///
/// ```
/// use asyncio::by_hand::{Queue, ShutDown, Shutdown, run};
/// use std::sync::Arc;
///
/// run(|executor| async move {
///     let queue = Arc::new(Queue::new(1));
///     let puts = Arc::clone(&queue);
///     executor.spawn(async move {
///         for number in 1..=3 {
///             puts.put(number).await?;
///         }
///         puts.shutdown(Shutdown::Graceful);
///         Ok::<(), ShutDown<u32>>(())
///     });
///     let mut sum = 0;
///     while let Ok(number) = queue.get().await {
///         sum += number;
///     }
///     assert_eq!(sum, 6);
/// });
/// ```
pub struct TaskQueue<S: Store> {
    most: usize,
    state: Watched<State<S>>,
}

struct State<S> {
    kept: S,
    /// Put, and not yet said to be done.
    unfinished: usize,
    /// How often all has been done.
    round: u64,
    is_shut_down: bool,
}

impl<S> State<S> {
    fn done(&mut self, count: usize) -> Result<(), NoTask> {
        let left = self.unfinished.checked_sub(count).ok_or(NoTask)?;
        if left == 0 && count > 0 {
            self.round += 1;
        }
        self.unfinished = left;
        Ok(())
    }
}

impl<T, S: Store<Item = T>> TaskQueue<S> {
    /// A queue for at most so many; 0 for any number.
    #[must_use]
    pub fn new(maxsize: usize) -> TaskQueue<S> {
        let state = State { kept: S::new(), unfinished: 0, round: 0, is_shut_down: false };
        TaskQueue { most: maxsize, state: Watched::new(state) }
    }

    fn put_now(&self, state: &mut State<S>, item: T) -> Result<(), PutError<T>> {
        if state.is_shut_down {
            return Err(PutError::ShutDown(item));
        }
        if self.most != 0 && state.kept.len() >= self.most {
            return Err(PutError::Full(item));
        }
        state.kept.push(item);
        state.unfinished += 1;
        Ok(())
    }

    fn get_now(state: &mut State<S>) -> Result<T, GetError> {
        let none = if state.is_shut_down { GetError::ShutDown } else { GetError::Empty };
        state.kept.pop().ok_or(none)
    }

    /// Waits until there is room, and puts it in. Dropped while it waits, it takes the item along.
    ///
    /// # Errors
    /// If the queue is shut down.
    pub async fn put(&self, item: T) -> Result<(), ShutDown<T>> {
        let mut item = Some(item);
        let attempt = |state: &mut State<S>| match self.put_now(state, item.take()?) {
            Ok(()) => Some(Ok(())),
            Err(PutError::ShutDown(item)) => Some(Err(ShutDown(item))),
            Err(PutError::Full(back)) => {
                item = Some(back);
                None
            }
        };
        self.state.until(attempt).await
    }

    /// Puts it in if there is room now.
    ///
    /// # Errors
    /// If there is none, or the queue is shut down.
    pub fn try_put(&self, item: T) -> Result<(), PutError<T>> {
        self.state.attempt(|state| self.put_now(state, item))
    }

    /// Waits for the next one, and takes it. Dropped while it waits, it has taken none.
    ///
    /// # Errors
    /// If the queue is shut down, and what was in it has been taken.
    pub async fn get(&self) -> Result<T, ShutDown> {
        let attempt = |state: &mut State<S>| match Self::get_now(state) {
            Ok(item) => Some(Ok(item)),
            Err(GetError::ShutDown) => Some(Err(ShutDown(()))),
            Err(GetError::Empty) => None,
        };
        self.state.until(attempt).await
    }

    /// Takes the next one if there is one now.
    ///
    /// # Errors
    /// If there is none.
    pub fn try_get(&self) -> Result<T, GetError> {
        self.state.attempt(Self::get_now)
    }
    // ANCHOR_END: queue

    // ANCHOR: join
    /// One that was taken has been dealt with.
    ///
    /// # Errors
    /// If that was said more often than something was put in.
    pub fn task_done(&self) -> Result<(), NoTask> {
        self.state.attempt(|state| state.done(1))
    }

    /// Waits until all that was put in is done, or was once done since this was first polled.
    pub async fn join(&self) {
        let mut at_first = None;
        let all_done = |state: &mut State<S>| {
            let round = *at_first.get_or_insert(state.round);
            (state.unfinished == 0 || state.round != round).then_some(())
        };
        self.state.until(all_done).await;
    }

    /// Takes nothing more, and wakes all who wait for what will not come any more. May be called again: after
    /// [`Shutdown::Graceful`], [`Shutdown::Immediate`] drops what is left.
    pub fn shutdown(&self, how: Shutdown) {
        let dropped = self.state.change(|state| {
            state.is_shut_down = true;
            match how {
                Shutdown::Graceful => S::new(),
                Shutdown::Immediate => {
                    let dropped = mem::replace(&mut state.kept, S::new());
                    // Somebody may have said "done" of one that is still here: then fewer are left.
                    let left = dropped.len().min(state.unfinished);
                    state.done(left).expect("no more than there are");
                    dropped
                }
            }
        });
        // Without the lock: an item may do anything as it is dropped.
        drop(dropped);
    }
    // ANCHOR_END: join

    /// How many items have been put in, and not been said to be done.
    #[must_use]
    pub fn unfinished_tasks(&self) -> usize {
        self.state.look(|state| state.unfinished)
    }

    /// For how many there is room; 0 for any number.
    #[must_use]
    pub fn maxsize(&self) -> usize {
        self.most
    }

    /// How many there are to take.
    #[must_use]
    pub fn len(&self) -> usize {
        self.state.look(|state| state.kept.len())
    }

    /// Whether there is none to take.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is no room.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.most != 0 && self.len() >= self.most
    }

    /// Whether it has been shut down.
    #[must_use]
    pub fn is_shut_down(&self) -> bool {
        self.state.look(|state| state.is_shut_down)
    }
}

impl<S: Store> fmt::Debug for TaskQueue<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.look(|state| {
            f.debug_struct("TaskQueue")
                .field("len", &state.kept.len())
                .field("maxsize", &self.most)
                .field("unfinished", &state.unfinished)
                .field("is_shut_down", &state.is_shut_down)
                .finish()
        })
    }
}
