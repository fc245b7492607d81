//! Step 6: a queue between interpreters.
//!
//! A mailbox of which everybody has both ends. What is new is whose a value is: the interpreter's that put it. When
//! that is closed, its values that nobody has got yet are *unbound*, in one of three ways that were chosen as they
//! were put:
//!
//! | [`Unbound`] | who gets |
//! |---|---|
//! | `Mark` | finds a mark in the value's place |
//! | `Error` | gets an error in its place |
//! | `Remove` | never hears of it: there is room for another one |
//!
//! In CPython these are `UNBOUND`, `UNBOUND_ERROR` and `UNBOUND_REMOVE` of `concurrent.interpreters`, and it has a
//! reason to need them: what a value points to may be in the memory of the interpreter that put it, and goes with it.
//! Here a value is plain data and could stay. What is kept is the promise: nobody acts for an interpreter that is
//! gone.

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use super::ends::{Receiver, Sender, ends};
use super::errors::{GetError, PutError, RecvError};
use super::registry::{Id, Roll};
use crate::sync::Arc;

/// What becomes of a value in a queue when the interpreter that put it is closed. See the table at the top of this
/// file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unbound {
    /// [`Item::Unbound`] is got in its place.
    #[default]
    Mark,
    /// [`GetError::OwnerClosed`] is got in its place.
    Error,
    /// It is removed.
    Remove,
}

/// What is got from a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<V> {
    /// What somebody has put.
    Value(V),
    /// The mark of something that an interpreter had put, which is closed.
    Unbound,
}

// ANCHOR: type
/// Values between interpreters, and between them and the program. Clones are the same queue.
///
/// ```
/// use interpreters::Tiny;
/// use interpreters::by_hand::{Interpreters, Item, Unbound};
///
/// let queue = Interpreters::new(Tiny::default).create_queue(None, Unbound::Mark);
/// queue.put(7);
/// assert_eq!(queue.get(), Ok(Item::Value(7)));
/// ```
pub struct Queue<V> {
    pub(super) core: Arc<Core<V>>,
}

/// What the clones of a queue share. It has both ends, so the mailbox never closes.
pub(super) struct Core<V> {
    number: u64,
    send: Sender<Entry<V>>,
    receive: Receiver<Entry<V>>,
    unbound: Unbound,
    roll: Arc<Roll>,
}

/// A value in a queue.
struct Entry<V> {
    owner: Id,
    unbound: Unbound,
    /// `None` from when the owner is closed.
    value: Option<V>,
}
// ANCHOR_END: type

impl<V> Core<V> {
    pub(super) fn new(number: u64, room: Option<NonZeroUsize>, unbound: Unbound, roll: Arc<Roll>) -> Core<V> {
        let (send, receive) = ends(room);
        Core { number, send, receive, unbound, roll }
    }

    // ANCHOR: unbind
    /// An interpreter is gone: what it has put belongs to nobody.
    pub(super) fn unbind(&self, owner: Id) {
        let mut values = Vec::new();
        let removed = self.send.take_out(|entry| {
            if entry.owner == owner {
                values.push(entry.value.take());
            }
            entry.owner == owner && entry.unbound == Unbound::Remove
        });
        // Without the lock: a value may do anything as it is dropped.
        drop((values, removed));
    }
    // ANCHOR_END: unbind
}

impl<V> Queue<V> {
    /// Its number among the queues of its interpreters, from 1.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.core.number
    }

    /// Puts a value into the queue; blocks while it is full.
    pub fn put(&self, value: V) {
        self.put_with(value, self.core.unbound);
    }

    /// The same; what becomes of the value when the interpreter that puts it is closed, `unbound` says.
    pub fn put_with(&self, value: V, unbound: Unbound) {
        self.core.send.send(self.entry(value, unbound)).expect(OPEN);
    }

    /// Puts a value into the queue if there is room; does not wait.
    ///
    /// # Errors
    /// The value, if there is none.
    pub fn try_put(&self, value: V) -> Result<(), PutError<V>> {
        let entry = self.entry(value, self.core.unbound);
        self.core.send.try_send(entry).map_err(|error| PutError(error.into_message().into_value()))
    }

    /// Puts a value into the queue; blocks while it is full, but for no longer than `timeout`, the whole call included.
    ///
    /// Zero means [`try_put`](Queue::try_put); a time too long for the clock means [`put`](Queue::put).
    ///
    /// # Errors
    /// The value, if there is no room in time.
    pub fn put_timeout(&self, value: V, timeout: Duration) -> Result<(), PutError<V>> {
        let entry = self.entry(value, self.core.unbound);
        let sent = self.core.send.send_timeout(entry, timeout);
        sent.map_err(|error| PutError(error.into_message().into_value()))
    }

    /// Gets the oldest value; blocks while there is none.
    ///
    /// # Errors
    /// [`GetError::OwnerClosed`], where that was wished for.
    pub fn get(&self) -> Result<Item<V>, GetError> {
        self.core.receive.recv().expect(OPEN).open()
    }

    /// Gets the oldest value, if there is one; does not wait.
    ///
    /// # Errors
    /// [`GetError::Empty`]; and as [`get`](Queue::get).
    pub fn try_get(&self) -> Result<Item<V>, GetError> {
        opened(self.core.receive.try_recv())
    }

    /// Gets the oldest value; blocks while there is none, but for no longer than `timeout`, the whole call included.
    ///
    /// Zero means [`try_get`](Queue::try_get); a time too long for the clock means [`get`](Queue::get).
    ///
    /// # Errors
    /// [`GetError::Empty`] if none came in time; nothing is lost then. And as [`get`](Queue::get).
    pub fn get_timeout(&self, timeout: Duration) -> Result<Item<V>, GetError> {
        opened(self.core.receive.recv_timeout(timeout))
    }

    /// How many values are queued, marks and errors included. By the time you know, it may be otherwise.
    #[must_use]
    pub fn len(&self) -> usize {
        self.core.send.len()
    }

    /// Whether nothing is queued. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.core.send.is_empty()
    }

    /// Whether there is no room. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.core.send.is_full()
    }

    /// How many values there may be; `None` for any number.
    #[must_use]
    pub fn room(&self) -> Option<NonZeroUsize> {
        self.core.send.room()
    }

    fn entry(&self, value: V, unbound: Unbound) -> Entry<V> {
        Entry { owner: self.core.roll.current(), unbound, value: Some(value) }
    }
}

/// Why some errors cannot be.
const OPEN: &str = "a queue has both ends of its mailbox, so that never closes";

fn opened<V>(received: Result<Entry<V>, RecvError>) -> Result<Item<V>, GetError> {
    match received {
        Ok(entry) => entry.open(),
        Err(RecvError::Empty) => Err(GetError::Empty),
        Err(RecvError::Closed) => unreachable!("{OPEN}"),
    }
}

impl<V> Entry<V> {
    fn open(self) -> Result<Item<V>, GetError> {
        match (self.value, self.unbound) {
            (Some(value), _) => Ok(Item::Value(value)),
            (None, Unbound::Error) => Err(GetError::OwnerClosed),
            (None, Unbound::Mark | Unbound::Remove) => Ok(Item::Unbound),
        }
    }

    fn into_value(self) -> V {
        self.value.expect("it was not in the queue, so nobody has unbound it")
    }
}

impl<V> Clone for Queue<V> {
    fn clone(&self) -> Queue<V> {
        Queue { core: Arc::clone(&self.core) }
    }
}

impl<V> fmt::Debug for Queue<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue")
            .field("id", &self.core.number)
            .field("len", &self.len())
            .field("room", &self.room())
            .finish_non_exhaustive()
    }
}
