//! Queues by hand, in six steps.
//!
//! 1. [`Store`]: where items are kept, and which comes out next.
//! 2. [`TaskQueue`]: a store under a mutex, with a condition variable for each thing that somebody
//!    may wait for. Over the three stores it is a [`Queue`], a [`LifoQueue`] and a
//!    [`PriorityQueue`].
//! 3. [`Task`]: how a queue knows that everything it was given is done.
//! 4. [`SimpleQueue`]: the same core, with all left out that it can do without.
//! 5. [`Slots`]: a ring of atomics in place of the mutex, in which nobody sleeps.
//! 6. [`Ring`]: the ring, with a way to sleep until something in it has changed.
//!
//! Steps 1 to 4 are what Python's module `queue` has. Steps 5 and 6 are another way to make a
//! bounded [`Queue`].

#[path = "by_hand/1_store.rs"]
mod store;

#[path = "by_hand/2_task_queue.rs"]
mod task_queue;

#[path = "by_hand/3_tasks.rs"]
mod tasks;

#[path = "by_hand/4_simple_queue.rs"]
mod simple_queue;

#[path = "by_hand/5_slots.rs"]
mod slots;

#[path = "by_hand/6_ring.rs"]
mod ring;

use std::error::Error;
use std::fmt;

pub use ring::Ring;
pub use simple_queue::SimpleQueue;
pub use slots::Slots;
pub use store::{Fifo, Lifo, SmallestFirst, Store};
pub use task_queue::TaskQueue;
pub use tasks::{NoTask, Task};

/// First in, first out.
pub type Queue<T> = TaskQueue<Fifo<T>>;

/// Last in, first out.
pub type LifoQueue<T> = TaskQueue<Lifo<T>>;

/// The smallest item first. To have the largest first, put [`Reverse`](std::cmp::Reverse)d items.
pub type PriorityQueue<T> = TaskQueue<SmallestFirst<T>>;

/// What becomes of the items that are in a queue when it is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// They can still be fetched.
    Graceful,
    /// They are dropped, and count as done.
    Immediate,
}

/// Why nothing could be put, with the item that was to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PutError<T> {
    /// There was no room for it, or none in time.
    Full(T),
    /// The queue has been shut down.
    ShutDown(T),
}

impl<T> PutError<T> {
    /// The item that was to be put.
    pub fn into_item(self) -> T {
        match self {
            PutError::Full(item) | PutError::ShutDown(item) => item,
        }
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

/// Does not ask that the item can be shown.
impl<T> fmt::Debug for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PutError::Full(_) => "Full(..)",
            PutError::ShutDown(_) => "ShutDown(..)",
        })
    }
}

impl<T> Error for PutError<T> {}

/// Why nothing could be got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetError {
    /// Nothing was there, or nothing in time.
    Empty,
    /// Nothing is there, and nothing will come: the queue has been shut down.
    ShutDown,
}

impl fmt::Display for GetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GetError::Empty => f.write_str("the queue is empty"),
            GetError::ShutDown => ShutDown(()).fmt(f),
        }
    }
}

impl Error for GetError {}

/// The queue has been shut down: the one thing that ends a `put` or a `get` that would wait for as
/// long as it takes. That of a `put` has the item with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShutDown<T = ()>(pub T);

impl<T> fmt::Display for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue has been shut down")
    }
}

/// Does not ask that the item can be shown.
impl<T> fmt::Debug for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShutDown(..)")
    }
}

impl<T> Error for ShutDown<T> {}
