//! Step 2: the two ends of a mailbox.
//!
//! Whoever has a [`Sender`] may send, whoever has a [`Receiver`] may receive, and nobody can do the other thing. Both
//! are counted, by cloning and dropping, so that each side learns when the other one is gone: also when its thread
//! panicked, because unwinding drops what the thread had.

use std::mem;
use std::num::NonZeroUsize;
use std::time::Duration;

use super::mailbox::{Mailbox, Phase, Taken};
use super::{Closed, NotIdle, RecvError, SendError};
use crate::sync::{Arc, Deadline};

// ANCHOR: ends
/// The end of a mailbox at which messages go in. Clones are the same end; when the last of them is dropped, the mailbox
/// closes.
///
/// ```
/// use std::thread;
///
/// use interpreters::by_hand::unbounded;
///
/// let (send, receive) = unbounded();
/// let adder = thread::spawn(move || {
///     let mut total = 0;
///     while let Ok(number) = receive.recv() {
///         total += number;
///     }
///     total
/// });
/// for number in 1..=100 {
///     send.send(number).unwrap();
/// }
/// drop(send);
/// assert_eq!(adder.join().unwrap(), 5050);
/// ```
pub struct Sender<T> {
    pub(super) mailbox: Arc<Mailbox<T>>,
}

/// The end of a mailbox at which messages come out. Clones are the same end: each message goes to one of them. When the
/// last of them is dropped, so are the messages that are left.
pub struct Receiver<T> {
    pub(super) mailbox: Arc<Mailbox<T>>,
    /// Whether this one has begun with a message and is not done.
    busy: bool,
}

/// A mailbox for any number of messages: who sends never waits.
#[must_use]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    ends(None)
}

/// A mailbox for so many messages: who sends one more waits until there is room.
#[must_use]
pub fn bounded<T>(room: NonZeroUsize) -> (Sender<T>, Receiver<T>) {
    ends(Some(room))
}
// ANCHOR_END: ends

pub(super) fn ends<T>(room: Option<NonZeroUsize>) -> (Sender<T>, Receiver<T>) {
    let mailbox = Arc::new(Mailbox::new(room));
    (Sender { mailbox: Arc::clone(&mailbox) }, Receiver { mailbox, busy: false })
}

impl<T> Sender<T> {
    /// Sends a message; blocks while there is no room.
    ///
    /// # Errors
    /// If the mailbox is closed, before or while this waits. The error has the message.
    pub fn send(&self, message: T) -> Result<(), Closed<T>> {
        // Not because it is full: that takes a deadline.
        self.mailbox.send_until(message, Deadline::NEVER).map_err(|error| Closed(error.into_message()))
    }

    /// Sends a message if there is room; does not wait.
    ///
    /// # Errors
    /// If there is none, or the mailbox is closed. The error has the message.
    pub fn try_send(&self, message: T) -> Result<(), SendError<T>> {
        self.mailbox.put(&mut self.mailbox.state.lock(), message)
    }

    /// Sends a message; blocks while there is no room, but for no longer than `timeout`, the whole call included.
    ///
    /// Zero means [`try_send`](Sender::try_send); a time too long for the clock means [`send`](Sender::send).
    ///
    /// # Errors
    /// If there is no room in time, or the mailbox is closed. The error has the message.
    pub fn send_timeout(&self, message: T, timeout: Duration) -> Result<(), SendError<T>> {
        self.mailbox.send_until(message, Deadline::after(timeout))
    }

    /// Takes nothing more in: what is sent comes back, and so does what somebody waits to send. What is in the mailbox
    /// can still be received. May be called again.
    pub fn close(&self) {
        self.mailbox.close(&mut self.mailbox.state.lock());
    }

    /// Closes the mailbox, if no message is in it, nor in anybody's [hand](Receiver::begin). Nothing can come between
    /// the look and the closing.
    ///
    /// # Errors
    /// If there is a message, or it is closed already. Nothing has changed then.
    pub fn close_if_idle(&self) -> Result<(), NotIdle> {
        self.mailbox.close_if_idle()
    }

    /// Shows `is_unwanted` every message that nobody has taken yet, the oldest first, and takes out those of which it
    /// says so. Others it may change. It is called with the lock in hand, so it must not use this mailbox.
    #[must_use = "to drop a message may be to break a promise"]
    pub fn take_out(&self, is_unwanted: impl FnMut(&mut T) -> bool) -> Vec<T> {
        self.mailbox.take_out(is_unwanted)
    }

    /// How many messages there are that nobody has taken, or that are in somebody's [hand](Receiver::begin). By the
    /// time you know, it may be otherwise.
    ///
    /// # Errors
    /// If the mailbox is closed.
    pub fn pending(&self) -> Result<usize, Closed> {
        let state = self.mailbox.state.lock();
        match state.phase {
            Phase::Open => Ok(state.pending()),
            Phase::Closed | Phase::Deserted => Err(Closed(())),
        }
    }

    /// How many messages there are that nobody has taken. By the time you know, it may be otherwise.
    #[must_use]
    pub fn len(&self) -> usize {
        self.mailbox.state.lock().len()
    }

    /// Whether there is no message that nobody has taken. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is no room. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.mailbox.is_full(&self.mailbox.state.lock())
    }

    /// How many messages there may be; `None` for any number.
    #[must_use]
    pub fn room(&self) -> Option<NonZeroUsize> {
        self.mailbox.room
    }
}

impl<T> Receiver<T> {
    /// Receives the oldest message; blocks while there is none.
    ///
    /// # Errors
    /// If there is none and the mailbox is closed, before or while this waits.
    pub fn recv(&self) -> Result<T, Closed> {
        // Not because it is empty: that takes a deadline.
        self.mailbox.recv_until(Deadline::NEVER, Taken::Away).map_err(|_| Closed(()))
    }

    /// Receives the oldest message if there is one; does not wait.
    ///
    /// # Errors
    /// If there is none. The error says whether some may come, or the mailbox is closed.
    pub fn try_recv(&self) -> Result<T, RecvError> {
        self.mailbox.take(&mut self.mailbox.state.lock(), Taken::Away)
    }

    /// Receives the oldest message; blocks while there is none, but for no longer than `timeout`, the whole call
    /// included.
    ///
    /// Zero means [`try_recv`](Receiver::try_recv); a time too long for the clock means [`recv`](Receiver::recv).
    ///
    /// # Errors
    /// If none came in time, or there is none and the mailbox is closed.
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvError> {
        self.mailbox.recv_until(Deadline::after(timeout), Taken::Away)
    }

    // ANCHOR: begin
    /// As [`recv`](Receiver::recv), and the message counts as in hand until this receiver is [done](Receiver::done)
    /// with it. To begin with the next is to be done with the last.
    ///
    /// # Errors
    /// As [`recv`](Receiver::recv).
    pub fn begin(&mut self) -> Result<T, Closed> {
        self.done();
        let message = self.mailbox.recv_until(Deadline::NEVER, Taken::InHand).map_err(|_| Closed(()))?;
        self.busy = true;
        Ok(message)
    }

    /// The message that was [begun](Receiver::begin) with is done. Nothing happens if there is none.
    pub fn done(&mut self) {
        if mem::take(&mut self.busy) {
            self.mailbox.state.lock().in_hand -= 1;
        }
    }
    // ANCHOR_END: begin
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Sender<T> {
        self.mailbox.state.lock().senders += 1;
        Sender { mailbox: Arc::clone(&self.mailbox) }
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Receiver<T> {
        self.mailbox.state.lock().receivers += 1;
        Receiver { mailbox: Arc::clone(&self.mailbox), busy: false }
    }
}

// ANCHOR: drop
impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut state = self.mailbox.state.lock();
        state.senders -= 1;
        if state.senders == 0 {
            self.mailbox.close(&mut state);
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.done();
        let mut state = self.mailbox.state.lock();
        state.receivers -= 1;
        if state.receivers == 0 {
            drop(state);
            // Nobody can become a receiver in between: only a receiver is cloned.
            self.mailbox.desert();
        }
    }
}
// ANCHOR_END: drop
