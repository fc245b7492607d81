//! Step 12: queues for tasks.
//!
//! What is in a queue is a [`Watched`] value, and each operation is an attempt at it: one that gives something ends the
//! wait, and has the others look again.
//!
//! | operation | waits while | ends early |
//! |---|---|---|
//! | [`put`](TaskQueue::put) | there is no room | when the queue is shut down |
//! | [`get`](TaskQueue::get) | there is nothing | when the queue is shut down |
//! | [`join`](TaskQueue::join) | something is not done | no: what an immediate end drops is done |

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fmt;
use std::mem;

use super::store::Keeps;
use super::watched::Watched;

/// First in, first out.
pub type Queue<T> = TaskQueue<VecDeque<T>>;

/// Last in, first out.
pub type LifoQueue<T> = TaskQueue<Vec<T>>;

/// The smallest first.
pub type PriorityQueue<T> = TaskQueue<BinaryHeap<Reverse<T>>>;

/// What becomes of the items that are in a queue when it is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// They can still be taken.
    Graceful,
    /// They are dropped, and count as done.
    Immediate,
}

/// The queue has been shut down. That of a `put` has the item with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShutDown<T = ()>(pub T);

/// Why nothing could be put at once, with the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutError<T> {
    /// There is no room for it.
    Full(T),
    /// The queue has been shut down.
    ShutDown(T),
}

/// Why nothing could be taken at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetError {
    /// There is nothing.
    Empty,
    /// There is nothing, and there will not be: the queue has been shut down.
    ShutDown,
}

/// More was said to be done than was put in. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTask;

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
pub struct TaskQueue<K: Keeps> {
    most: usize,
    state: Watched<State<K>>,
}

struct State<K> {
    kept: K,
    /// Put, and not yet said to be done.
    unfinished: usize,
    /// How often all has been done.
    round: u64,
    is_shut_down: bool,
}

impl<K> State<K> {
    fn done(&mut self, count: usize) -> Result<(), NoTask> {
        let left = self.unfinished.checked_sub(count).ok_or(NoTask)?;
        if left == 0 && count > 0 {
            self.round += 1;
        }
        self.unfinished = left;
        Ok(())
    }
}

impl<T, K: Keeps<Item = T>> TaskQueue<K> {
    /// A queue for at most so many; 0 for any number.
    #[must_use]
    pub fn new(maxsize: usize) -> TaskQueue<K> {
        let state = State { kept: K::default(), unfinished: 0, round: 0, is_shut_down: false };
        TaskQueue { most: maxsize, state: Watched::new(state) }
    }

    fn put_now(&self, state: &mut State<K>, item: T) -> Result<(), PutError<T>> {
        if state.is_shut_down {
            return Err(PutError::ShutDown(item));
        }
        if self.most != 0 && state.kept.count() >= self.most {
            return Err(PutError::Full(item));
        }
        state.kept.put(item);
        state.unfinished += 1;
        Ok(())
    }

    fn get_now(state: &mut State<K>) -> Result<T, GetError> {
        let none = if state.is_shut_down { GetError::ShutDown } else { GetError::Empty };
        state.kept.next().ok_or(none)
    }

    /// Waits until there is room, and puts it in. Dropped while it waits, it takes the item along.
    ///
    /// # Errors
    /// If the queue is shut down.
    pub async fn put(&self, item: T) -> Result<(), ShutDown<T>> {
        let mut item = Some(item);
        let attempt = |state: &mut State<K>| match self.put_now(state, item.take()?) {
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
        let attempt = |state: &mut State<K>| match Self::get_now(state) {
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
        let all_done = |state: &mut State<K>| {
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
                Shutdown::Graceful => K::default(),
                Shutdown::Immediate => {
                    let dropped = mem::take(&mut state.kept);
                    // Somebody may have said "done" of one that is still here: then fewer are left.
                    let left = dropped.count().min(state.unfinished);
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
        self.state.look(|state| state.kept.count())
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

impl<K: Keeps> fmt::Debug for TaskQueue<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.look(|state| {
            f.debug_struct("TaskQueue")
                .field("len", &state.kept.count())
                .field("maxsize", &self.most)
                .field("unfinished", &state.unfinished)
                .field("is_shut_down", &state.is_shut_down)
                .finish()
        })
    }
}

impl<T> fmt::Display for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue has been shut down")
    }
}

impl<T> fmt::Display for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PutError::Full(_) => f.write_str("the queue is full"),
            PutError::ShutDown(_) => ShutDown(()).fmt(f),
        }
    }
}

impl fmt::Display for GetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GetError::Empty => f.write_str("the queue is empty"),
            GetError::ShutDown => ShutDown(()).fmt(f),
        }
    }
}

impl fmt::Display for NoTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("more tasks are said to be done than were put in")
    }
}

impl<T: fmt::Debug> std::error::Error for ShutDown<T> {}

impl<T: fmt::Debug> std::error::Error for PutError<T> {}

impl std::error::Error for GetError {}

impl std::error::Error for NoTask {}
