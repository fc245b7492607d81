//! Step 6: a line, in which tasks wait for what others give.
//!
//! A thread that has to wait sleeps. A task returns, and leaves its waker. Where many tasks wait for the same thing,
//! they stand in line, and whoever has something to give gives it to the first. All that tasks share is made of that: a
//! lock gives its value, a semaphore a permit, an event and a barrier the word to go on.
//!
//! It is *given*, and not left lying for whoever comes: so nobody who comes later can take it, and first come is first
//! served. (CPython's `asyncio` does the same with a queue of futures, and `tokio` with a list of waiters.) The price
//! is that the receiver may be gone before it comes for it, aborted, or out of time. What it was given must then go to
//! the next, or it would be lost for all:
//!
//! | state | when something is given | when it is polled | when it is dropped |
//! |---|---|---|---|
//! | in line | *given*, and woken | leaves its waker | leaves the line, and no trace |
//! | given | – | takes it, and is ready | what it was given is taken back, and goes to the next |
//!
//! *Invariants*, each of them under the one lock of the primitive:
//!
//! 1. Who waits is in `waiting` or in `given`, and never in both. `waiting` is in the order in which they came.
//! 2. Whoever comes to have to wait looks at what is kept, and joins the line, in one step.
//! 3. No waker is called, and none is dropped, while the lock is held: either may run whatever somebody else has
//!    written, which may want the lock.

use std::collections::BTreeMap;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use crate::sync::Mutex;

// ANCHOR: line
/// Those who wait, first come first, and what was given to whom.
pub(super) struct Line<G> {
    /// By number; and by whom they are to be woken, once they have been polled.
    waiting: BTreeMap<u64, Option<Waker>>,
    /// What somebody has been given and not yet taken.
    given: BTreeMap<u64, G>,
    /// Of those who were given something, until the lock is free.
    to_wake: Vec<Waker>,
    last_number: u64,
}

impl<G> Line<G> {
    /// How many wait, and have not been given anything.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Gives it to the first in line; if nobody is, the giver has it back.
    pub(super) fn give(&mut self, share: G) -> Result<(), G> {
        let Some((number, waker)) = self.waiting.pop_first() else { return Err(share) };
        self.given.insert(number, share);
        self.to_wake.extend(waker);
        Ok(())
    }

    /// Gives the same to everybody who waits now.
    pub(super) fn give_all(&mut self, share: G)
    where
        G: Clone,
    {
        while self.give(share.clone()).is_ok() {}
    }

    /// Joins, as the last.
    fn join(&mut self, waker: Option<Waker>) -> u64 {
        self.last_number += 1;
        self.waiting.insert(self.last_number, waker);
        self.last_number
    }
}
// ANCHOR_END: line

/// What a primitive keeps under its lock, beside the line.
pub(super) trait Kept {
    /// What somebody in line is given.
    type Share;

    /// Takes back what was given to somebody who is gone: for the next in line, or to be kept.
    fn take_back(&mut self, share: Self::Share, line: &mut Line<Self::Share>);
}

struct Inside<K: Kept> {
    kept: K,
    line: Line<K::Share>,
}

/// What tasks share: something kept, and a line of those who wait for it.
pub(super) struct Shared<K: Kept> {
    inside: Mutex<Inside<K>>,
}

impl<K: Kept> Shared<K> {
    /// Nobody waits yet.
    pub(super) fn new(kept: K) -> Shared<K> {
        let line =
            Line { waiting: BTreeMap::new(), given: BTreeMap::new(), to_wake: Vec::new(), last_number: 0 };
        Shared { inside: Mutex::new(Inside { kept, line }) }
    }

    // ANCHOR: with
    /// Looks at what is kept, may change it, and may give to those in line, who are woken after that. Does not wait.
    pub(super) fn with<R>(&self, change: impl FnOnce(&mut K, &mut Line<K::Share>) -> R) -> R {
        let mut inside = self.inside.lock();
        let Inside { kept, line } = &mut *inside;
        let result = change(kept, line);
        let to_wake = mem::take(&mut line.to_wake);
        drop(inside);
        // No wake is lost: whoever was given something had left its waker under the lock, and is woken here; or has
        // not been polled since it joined, and will find what it was given.
        to_wake.into_iter().for_each(Waker::wake);
        result
    }
    // ANCHOR_END: with

    /// A future that is ready with what `enter` gives. If that gives nothing, it joins the line, and is ready with what
    /// it will be given there. `enter` is called when the future is polled for the first time.
    pub(super) fn wait<E>(&self, enter: E) -> Wait<'_, K, E>
    where
        E: FnOnce(&mut K, &mut Line<K::Share>) -> Option<K::Share>,
    {
        Wait { shared: self, place: Place::Outside(enter) }
    }

    /// Joins the line now, before the future is polled.
    pub(super) fn join(&self) -> Wait<'_, K, Enter<K>> {
        Wait { shared: self, place: Place::InLine(self.with(|_, line| line.join(None))) }
    }
}

/// What a [`Wait`] that has joined already does not need.
type Enter<K> = fn(&mut K, &mut Line<<K as Kept>::Share>) -> Option<<K as Kept>::Share>;

// ANCHOR: wait
/// Waits for a share. Dropped, it leaves no trace.
#[must_use = "a future does nothing before it is awaited"]
pub(super) struct Wait<'a, K: Kept, E> {
    shared: &'a Shared<K>,
    place: Place<E>,
}

enum Place<E> {
    /// Not polled yet.
    Outside(E),
    /// In line, or given something, under this number.
    InLine(u64),
    /// It has what it wanted.
    Through,
}

impl<K, E> Future for Wait<'_, K, E>
where
    K: Kept,
    E: FnOnce(&mut K, &mut Line<K::Share>) -> Option<K::Share>,
{
    type Output = K::Share;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<K::Share> {
        let this = self.get_mut();
        let (number, waker_before) = match mem::replace(&mut this.place, Place::Through) {
            Place::Outside(enter) => {
                let entered = this.shared.with(|kept, line| match enter(kept, line) {
                    Some(share) => Ok(share),
                    None => Err(line.join(Some(context.waker().clone()))),
                });
                match entered {
                    Ok(share) => return Poll::Ready(share),
                    Err(number) => (number, None),
                }
            }
            Place::InLine(number) => {
                let taken = this.shared.with(|_, line| match line.given.remove(&number) {
                    Some(share) => Ok(share),
                    None => Err(line.waiting.insert(number, Some(context.waker().clone())).flatten()),
                });
                match taken {
                    Ok(share) => return Poll::Ready(share),
                    Err(waker_before) => (number, waker_before),
                }
            }
            Place::Through => panic!("what is ready is awaited again"),
        };
        this.place = Place::InLine(number);
        drop(waker_before);
        Poll::Pending
    }
}

impl<K: Kept, E> Drop for Wait<'_, K, E> {
    fn drop(&mut self) {
        let Place::InLine(number) = self.place else { return };
        let waker = self.shared.with(|kept, line| {
            if let Some(share) = line.given.remove(&number) {
                kept.take_back(share, line);
            }
            line.waiting.remove(&number)
        });
        drop(waker);
    }
}
// ANCHOR_END: wait

/// Nothing in it is ever pinned: `enter` is only called.
impl<K: Kept, E> Unpin for Wait<'_, K, E> {}
