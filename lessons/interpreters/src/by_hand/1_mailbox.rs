//! Step 1: a mailbox, which is all that two interpreters have in common.
//!
//! *The algorithm* is the bounded buffer of C. A. R. Hoare (*Monitors*, 1974), with two sides, as the channels of
//! `std` and crossbeam have them: it closes by itself when nobody is left who could send, and when nobody is left who
//! could receive.
//!
//! | phase | who sends | who receives |
//! |---|---|---|
//! | **open** | puts a message in; waits while there is no room | takes the oldest; waits while there is none |
//! | **closed**, or the last sender is gone | gets the message back | takes what is left, then hears of the end |
//! | **deserted**: the last receiver is gone | gets the message back | (nobody; what was left has been dropped) |
//!
//! It goes down this table and never up.
//!
//! Why not the queue of the lesson `queue`: its users share one object, and one of them has to say that it is over;
//! here that has to be known also when a thread ends that nobody asked to. And here a message may be *in hand* until
//! it is done, under the same lock, so that [`close_if_idle`](Mailbox::close_if_idle) can look and close in one step.

use std::collections::VecDeque;
use std::mem;
use std::num::NonZeroUsize;

use super::{NotIdle, RecvError, SendError};
use crate::sync::{Condvar, Deadline, Mutex};

/// See the table at the top of this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Open,
    Closed,
    Deserted,
}

// ANCHOR: state
/// What the lock guards.
///
/// # Invariants
///
/// Between any two holders of the lock:
///
/// 1. `messages` are those that were sent and nobody has taken, the oldest first. Each is taken
///    once.
/// 2. Once the phase is not open, nothing comes into `messages`; in a deserted mailbox there is
///    nothing.
/// 3. `in_hand` counts the messages that were taken to be kept in hand, and are not done.
/// 4. `senders` and `receivers` count the ends of step 2. The phase is open only while there are
///    senders, and deserted just when there are no receivers.
pub(super) struct State<T> {
    messages: VecDeque<T>,
    pub(super) phase: Phase,
    pub(super) in_hand: usize,
    pub(super) senders: usize,
    pub(super) receivers: usize,
}
// ANCHOR_END: state

impl<T> State<T> {
    /// How many messages are not done with.
    pub(super) fn pending(&self) -> usize {
        self.messages.len() + self.in_hand
    }

    pub(super) fn len(&self) -> usize {
        self.messages.len()
    }
}

/// What becomes of a message that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is gone.
    Away,
    /// It counts until it is done.
    InHand,
}

/// What both ends of a mailbox have in common.
pub(super) struct Mailbox<T> {
    pub(super) state: Mutex<State<T>>,
    /// How many messages there may be; `None` for any number.
    pub(super) room: Option<NonZeroUsize>,
    /// Notified when there is a message, and when none will come any more.
    mail: Condvar,
    /// Notified when there is room, and when nothing is taken in any more.
    space: Condvar,
}

impl<T> Mailbox<T> {
    /// An empty mailbox with one sender and one receiver.
    pub(super) fn new(room: Option<NonZeroUsize>) -> Mailbox<T> {
        let state =
            State { messages: VecDeque::new(), phase: Phase::Open, in_hand: 0, senders: 1, receivers: 1 };
        Mailbox { state: Mutex::new(state), room, mail: Condvar::new(), space: Condvar::new() }
    }

    // ANCHOR: send
    pub(super) fn send_until(&self, mut message: T, deadline: Deadline) -> Result<(), SendError<T>> {
        let mut state = self.state.lock();
        let mut timed_out = false;
        loop {
            message = match self.put(&mut state, message) {
                // Who was notified just as time ran out looks once more: nobody else was told of that room.
                Err(SendError::Full(message)) if !timed_out => message,
                settled => return settled,
            };
            timed_out = self.space.wait_until(&mut state, deadline).timed_out();
        }
    }

    /// One look: puts the message in, or says why not.
    pub(super) fn put(&self, state: &mut State<T>, message: T) -> Result<(), SendError<T>> {
        if state.phase != Phase::Open {
            return Err(SendError::Closed(message));
        }
        if self.is_full(state) {
            return Err(SendError::Full(message));
        }
        state.messages.push_back(message);
        // No wakeup is lost: who wants a message looks under the lock, which is held here, and gives it back only by
        // waiting. One message is enough for one of them.
        self.mail.notify_one();
        Ok(())
    }
    // ANCHOR_END: send

    pub(super) fn is_full(&self, state: &State<T>) -> bool {
        self.room.is_some_and(|room| state.messages.len() >= room.get())
    }

    // ANCHOR: recv
    pub(super) fn recv_until(&self, deadline: Deadline, taken: Taken) -> Result<T, RecvError> {
        let mut state = self.state.lock();
        let mut timed_out = false;
        loop {
            match self.take(&mut state, taken) {
                // As in `send_until`.
                Err(RecvError::Empty) if !timed_out => {}
                settled => return settled,
            }
            timed_out = self.mail.wait_until(&mut state, deadline).timed_out();
        }
    }

    /// One look: takes the oldest message, or says why not.
    pub(super) fn take(&self, state: &mut State<T>, taken: Taken) -> Result<T, RecvError> {
        let Some(message) = state.messages.pop_front() else {
            return Err(if state.phase == Phase::Open { RecvError::Empty } else { RecvError::Closed });
        };
        if taken == Taken::InHand {
            state.in_hand += 1;
        }
        // No wakeup is lost: who wants room looks under the lock, which is held here. Room for one message is enough
        // for one of them.
        self.space.notify_one();
        Ok(message)
    }
    // ANCHOR_END: recv

    // ANCHOR: close
    /// Takes nothing more in. Everybody who waits is told, on either side.
    pub(super) fn close(&self, state: &mut State<T>) {
        if state.phase == Phase::Open {
            state.phase = Phase::Closed;
        }
        // No wakeup is lost: whoever waits has looked under the lock, which is held here. It
        // concerns all of them.
        self.mail.notify_all();
        self.space.notify_all();
    }

    /// Closes the mailbox if there is nothing pending. Nothing can come between the look and the
    /// closing.
    pub(super) fn close_if_idle(&self) -> Result<(), NotIdle> {
        let mut state = self.state.lock();
        if state.phase != Phase::Open {
            return Err(NotIdle::Closed);
        }
        if state.pending() > 0 {
            return Err(NotIdle::Pending);
        }
        self.close(&mut state);
        Ok(())
    }
    // ANCHOR_END: close

    // ANCHOR: desert
    /// Nobody is left who could receive: what is in the mailbox is dropped.
    pub(super) fn desert(&self) {
        let mut state = self.state.lock();
        // Who waits to send is told.
        self.close(&mut state);
        state.phase = Phase::Deserted;
        let left = mem::take(&mut state.messages);
        drop(state);
        // Without the lock: a message may do anything as it is dropped. It may tell its sender
        // that no answer will come.
        drop(left);
    }
    // ANCHOR_END: desert

    // ANCHOR: take_out
    /// Takes out those messages that are unwanted; `is_unwanted` may change the others.
    pub(super) fn take_out(&self, mut is_unwanted: impl FnMut(&mut T) -> bool) -> Vec<T> {
        let mut state = self.state.lock();
        let (mut unwanted, mut kept) = (Vec::new(), VecDeque::new());
        for mut message in mem::take(&mut state.messages) {
            match is_unwanted(&mut message) {
                true => unwanted.push(message),
                false => kept.push_back(message),
            }
        }
        state.messages = kept;
        // No wakeup is lost: as in `take`. There may be room for several now, so all are notified.
        self.space.notify_all();
        unwanted
    }
    // ANCHOR_END: take_out
}
