//! Step 5: a ring of slots, without a lock.
//!
//! *The algorithm* is the bounded queue of Dmitry Vyukov (*Bounded MPMC queue*, 1024cores.net), for
//! any number of producers and consumers. Items are numbered by their *position*: 0 is the first
//! that was ever put. Position `p` goes into slot `p % capacity`, and `p / capacity` is its *lap*.
//! A producer claims the next position by moving `tail` on, a consumer by moving `head` on. Whose
//! turn it is at a slot, the slot itself says:
//!
//! | `turn` | the slot | next |
//! |---|---|---|
//! | `2 * lap` | is free for the item of this lap | the producer that claims its position writes the item, then counts on |
//! | `2 * lap + 1` | holds the item of this lap | the consumer that claims its position takes the item, then counts on |
//!
//! So two producers meet at `tail`, two consumers at `head`, and a producer and a consumer at a
//! slot; not all of them at one lock.
//!
//! *What differs from Vyukov's.* His slots count positions, not turns. Then "holds the item of this
//! position" and "free for the next one" are the same number in a ring of one slot, which is why
//! his has two at least. And in his, who finds the slot not ready takes the ring for full, or for
//! empty. It may be neither: a producer that has claimed a position and has not yet written holds
//! up the items behind it. Here [`try_put`](Slots::try_put) and [`try_get`](Slots::try_get) compare
//! `head` with `tail` before they say so, and wait a moment if the ring is only busy, as
//! `crossbeam`'s channel does. Their answers can be relied on, and step 6 does. And the lowest bit
//! of `tail` says whether the ring has been shut, so that nothing is put after the last look of
//! somebody who leaves.
//!
//! *What it does not promise.* It is not lock-free. A thread that stops between claiming a position
//! and counting the turn on holds up those who come to the same slot, though nobody else.

#![allow(unsafe_code, reason = "a slot is reached without a lock, on the strength of its turn")]

use std::cmp;
use std::fmt;

use super::{GetError, PutError};
use crate::sync::atomic::{AtomicU64, Ordering};
use crate::sync::cell::UnsafeCell;
use crate::sync::{hint, thread};

// ANCHOR: state
/// A bounded queue in which nobody sleeps.
///
/// # Invariants
///
/// 1. `head <= tail.position() <= head + capacity`, and both only grow. There are 63 bits for a
///    position, which no machine counts through.
/// 2. Each position is claimed once by a put and once by a get: who moves `tail` or `head` on from
///    it.
/// 3. A slot's item is reached by one thread only: who has claimed the position that its `turn`
///    speaks of, until it counts the turn on.
/// 4. Once `tail` says that the ring is shut, it does not change any more.
pub struct Slots<T> {
    slots: Box<[Slot<T>]>,
    /// The position that is got next.
    head: AtomicU64,
    /// The position that is put next, and whether the ring is shut: a [`Tail`].
    tail: AtomicU64,
}

struct Slot<T> {
    turn: AtomicU64,
    item: UnsafeCell<Option<T>>,
}

/// The turn at which a slot is free for the item of a lap.
fn free_for(lap: u64) -> u64 {
    2 * lap
}

/// The turn at which a slot holds the item of a lap.
fn holds(lap: u64) -> u64 {
    2 * lap + 1
}

/// A position, and whether the ring is shut, in one number, so that both change in one step.
#[derive(Clone, Copy)]
struct Tail(u64);

impl Tail {
    const SHUT: u64 = 1;

    fn position(self) -> u64 {
        self.0 >> 1
    }

    fn is_shut(self) -> bool {
        self.0 & Tail::SHUT != 0
    }

    fn next(self) -> Tail {
        Tail(self.0 + 2)
    }
}
// ANCHOR_END: state

// SAFETY: by invariant 3 one thread at a time reaches an item, though which one changes: the same
// as to send the items from thread to thread. Nobody gets a reference to an item that is in a slot.
unsafe impl<T: Send> Sync for Slots<T> {}

impl<T> Slots<T> {
    /// A ring with so many slots, all of them free.
    ///
    /// # Panics
    /// If `capacity` is 0.
    #[must_use]
    pub fn new(capacity: usize) -> Slots<T> {
        assert!(capacity > 0, "a ring has at least one slot");
        let slot = |_| Slot { turn: AtomicU64::new(free_for(0)), item: UnsafeCell::new(None) };
        Slots { slots: (0..capacity).map(slot).collect(), head: AtomicU64::new(0), tail: AtomicU64::new(0) }
    }

    // ANCHOR: put
    /// Puts an item into the next slot, if that is free. If not, the ring is full, or else somebody
    /// is at that slot.
    pub(super) fn put_if_ready(&self, item: T) -> Result<(), PutError<T>> {
        let mut tail = self.tail();
        while !tail.is_shut() {
            let (slot, lap) = self.slot(tail.position());
            // Acquire pairs with the Release in `Slot::take`: the item of the lap before was taken
            // before this one is written.
            match slot.turn.load(Ordering::Acquire).cmp(&free_for(lap)) {
                cmp::Ordering::Equal => match self.move_tail(tail) {
                    Ok(()) => {
                        // SAFETY: the slot is free for this lap, and this thread has just claimed
                        // its position.
                        unsafe { slot.fill(lap, item) };
                        return Ok(());
                    }
                    Err(newer) => tail = newer,
                },
                // Another producer was quicker.
                cmp::Ordering::Greater => tail = self.tail(),
                // The item of the lap before is still in it.
                cmp::Ordering::Less => return Err(PutError::Full(item)),
            }
        }
        Err(PutError::ShutDown(item))
    }

    /// Puts an item into the ring if there is room; does not sleep.
    ///
    /// # Errors
    /// If there is none, or the ring is shut. The error has the item.
    pub fn try_put(&self, mut item: T) -> Result<(), PutError<T>> {
        loop {
            item = match self.put_if_ready(item) {
                Err(PutError::Full(item)) if self.has_room() => item,
                settled => return settled,
            };
            // A consumer has claimed the item in that slot, and is just taking it. It may have been
            // interrupted, and wait for a processor.
            thread::yield_now();
        }
    }

    fn has_room(&self) -> bool {
        // The tail first: one that is newer than the head could make the ring look full that never
        // was.
        let tail = self.tail();
        tail.position() < self.head() + self.capacity() as u64
    }
    // ANCHOR_END: put

    // ANCHOR: get
    /// Fetches the item in the next slot, if there is one. If not, the ring is empty, or else
    /// somebody is at that slot.
    pub(super) fn get_if_ready(&self) -> Option<T> {
        let mut head = self.head();
        loop {
            let (slot, lap) = self.slot(head);
            // Acquire pairs with the Release in `Slot::fill`: the item was written before it is
            // taken.
            match slot.turn.load(Ordering::Acquire).cmp(&holds(lap)) {
                cmp::Ordering::Equal => match self.move_head(head) {
                    // SAFETY: the slot holds the item of this lap, and this thread has just claimed
                    // its position.
                    Ok(()) => return Some(unsafe { slot.take(lap) }),
                    Err(newer) => head = newer,
                },
                // Another consumer was quicker.
                cmp::Ordering::Greater => head = self.head(),
                // The item of this lap is not yet in it.
                cmp::Ordering::Less => return None,
            }
        }
    }

    /// Fetches the next item if there is one; does not sleep.
    ///
    /// # Errors
    /// If there is none. The error says whether some may come, or the ring is shut.
    pub fn try_get(&self) -> Result<T, GetError> {
        loop {
            if let Some(item) = self.get_if_ready() {
                return Ok(item);
            }
            // The head first: one that is newer than the tail could make the ring look empty that
            // never was.
            let head = self.head();
            let tail = self.tail();
            if tail.position() <= head {
                return Err(if tail.is_shut() { GetError::ShutDown } else { GetError::Empty });
            }
            // A producer has claimed that slot, and is just writing the item. It may have been
            // interrupted, and wait for a processor.
            thread::yield_now();
        }
    }
    // ANCHOR_END: get

    /// Lets nothing more in. What is there can still be fetched.
    pub fn shut(&self) {
        // Release pairs with the Acquire in `tail`: what was done before the ring was shut is seen
        // by who is told so.
        self.tail.fetch_or(Tail::SHUT, Ordering::Release);
    }

    /// Whether the ring is shut.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.tail().is_shut()
    }

    /// How many slots there are.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    // ANCHOR: len
    /// How many items are there, those included that are just being put or got: never more than the
    /// capacity. By the time you know, it may be otherwise.
    #[must_use]
    pub fn len(&self) -> usize {
        let mut head = self.head();
        loop {
            let tail = self.tail().position();
            let again = self.head();
            if again == head {
                // So `head` was this when `tail` was read, and invariant 1 holds of the two.
                return usize::try_from(tail - head).expect("at most the capacity");
            }
            hint::spin_loop();
            head = again;
        }
    }
    // ANCHOR_END: len

    /// Whether no item is there. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is no room. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.len() == self.capacity()
    }

    /// Where a position is kept, and in which lap it is.
    fn slot(&self, position: u64) -> (&Slot<T>, u64) {
        let capacity = self.slots.len() as u64;
        let index = usize::try_from(position % capacity).expect("less than the number of slots");
        (&self.slots[index], position / capacity)
    }

    fn head(&self) -> u64 {
        // Acquire pairs with the Release in `move_head`: see there.
        self.head.load(Ordering::Acquire)
    }

    /// Claims the position `head` for a get.
    ///
    /// # Errors
    /// The newer head, if somebody else has claimed it.
    fn move_head(&self, head: u64) -> Result<(), u64> {
        // Release pairs with the Acquire in `head`: who sees this head sees every tail that its
        // consumer has seen, which is not behind it. A failure is Relaxed: nothing is said on the
        // strength of it.
        let moved = self.head.compare_exchange(head, head + 1, Ordering::Release, Ordering::Relaxed);
        moved.map(drop)
    }

    fn tail(&self) -> Tail {
        // Acquire pairs with the Release in `move_tail` and in `shut`: see there.
        Tail(self.tail.load(Ordering::Acquire))
    }

    /// Claims the position of `tail` for a put.
    ///
    /// # Errors
    /// The newer tail, if somebody else has claimed it, or the ring was shut.
    fn move_tail(&self, tail: Tail) -> Result<(), Tail> {
        // Release pairs with the Acquire in `tail`: who sees this tail sees every head that its
        // producer has seen, which has made room for it. A failure is Acquire, as in `tail`: it may
        // say that the ring is shut.
        let moved = self.tail.compare_exchange(tail.0, tail.next().0, Ordering::Release, Ordering::Acquire);
        moved.map(drop).map_err(Tail)
    }
}

// ANCHOR: slot
impl<T> Slot<T> {
    /// Writes the item of a lap, and counts the turn on.
    ///
    /// # Safety
    /// The turn is to be free for this lap, and the calling thread has claimed the position for a
    /// put.
    unsafe fn fill(&self, lap: u64, item: T) {
        // SAFETY: the pointer is to a live `Option<T>`, and by invariant 3 nobody else reaches it
        // until the turn is counted on.
        self.item.with_mut(|place| unsafe { *place = Some(item) });
        // Release pairs with the Acquire in `get_if_ready`.
        self.turn.store(holds(lap), Ordering::Release);
    }

    /// Takes the item of a lap, and counts the turn on: to that of the next lap.
    ///
    /// # Safety
    /// The turn is to hold the item of this lap, and the calling thread has claimed the position
    /// for a get.
    unsafe fn take(&self, lap: u64) -> T {
        // SAFETY: the pointer is to a live `Option<T>`, and by invariant 3 nobody else reaches it
        // until the turn is counted on.
        let item = self.item.with_mut(|place| unsafe { (*place).take() });
        // Release pairs with the Acquire in `put_if_ready`.
        self.turn.store(free_for(lap + 1), Ordering::Release);
        item.expect("the turn says that it is here")
    }
}
// ANCHOR_END: slot

impl<T> fmt::Debug for Slots<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slots")
            .field("len", &self.len())
            .field("capacity", &self.capacity())
            .field("shut", &self.is_shut())
            .finish_non_exhaustive()
    }
}
