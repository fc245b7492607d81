//! Step 1: a line of tasks with two ends.
//!
//! The owner pushes and pops at the *bottom*, where it is alone nearly always; thieves take from the *top*, one at a
//! time. So the owner gets what it pushed last, which is small and warm in its cache, and a thief gets what was pushed
//! first, which is most often the largest part of the work. No lock is taken: the two ends meet only when one task is
//! left, and then they race for it with a compare-exchange.
//!
//! The algorithm is that of D. Chase and Y. Lev, *Dynamic circular work-stealing deque* (2005), with the orderings that
//! N. M. Lê, A. Pop, A. Cohen and F. Zappa Nardelli proved for C11 (*Correct and efficient work-stealing for weak
//! memory models*, 2013). Here the ring does not grow: a push into a full one is refused.
//!
//! | top, bottom | the deque | the owner's pop | a thief |
//! |---|---|---|---|
//! | `bottom - top > 1` | has several tasks | takes the last one, without asking | takes the first one |
//! | `bottom - top == 1` | has one task | races for it at the top | races for it at the top |
//! | `bottom == top` | is empty | gets nothing | gets nothing |
//! | `bottom - top == -1` | is empty, and its owner is just finding that out | – | gets nothing |
//!
//! # Invariants
//!
//! 1. Only the owner stores to `bottom`, and only the owner writes to the ring.
//! 2. `top` only grows, by one, and whoever makes it grow from `t` has the task of place `t`: nobody else will.
//! 3. Place `p` of the ring is written again (for `p + SIZE`) only after `top` has passed `p`. So a thief that reads a
//!    place which is being written again finds that `top` has moved, and lets go of what it has read.

use std::error::Error;
use std::fmt;

use crate::sync::Arc;
use crate::sync::atomic::{AtomicU64, Ordering, fence};

/// What is in a deque: a number that says what to do. It is one word, so that it can be read and written in one step.
pub type Task = u64;

/// The ring is full: here is the task again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full(pub Task);

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the deque is full")
    }
}

impl Error for Full {}

/// What came of an attempt to steal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steal {
    /// The task is the thief's.
    Success(Task),
    /// There was nothing.
    Empty,
    /// Somebody else was faster: there may be more.
    Retry,
}

// ANCHOR: state
struct Ring {
    /// The place of the oldest task. Places count on and on; `place % slots.len()` is where in the ring it is.
    top: AtomicU64,
    /// The place after the newest task.
    bottom: AtomicU64,
    slots: Box<[AtomicU64]>,
}
// ANCHOR_END: state

/// The end of the one who has the work. There is one; what it does takes `&mut`, so that no two can do it at once.
#[derive(Debug)]
pub struct Owner {
    ring: Arc<Ring>,
}

/// The end of those who have none. Clones are for the same deque.
#[derive(Clone, Debug)]
pub struct Stealer {
    ring: Arc<Ring>,
}

/// An empty deque for at most `size` tasks, by its two ends.
///
/// # Panics
/// If `size` is 0.
///
/// ```
/// use stealing::by_hand::{Steal, deque};
///
/// let (mut owner, stealer) = deque(4);
/// for task in [1, 2, 3] {
///     owner.push(task).unwrap();
/// }
/// assert_eq!(stealer.steal(), Steal::Success(1), "the oldest");
/// assert_eq!(owner.pop(), Some(3), "the newest");
/// ```
#[must_use]
pub fn deque(size: usize) -> (Owner, Stealer) {
    assert!(size > 0, "a deque has room for at least one task");
    let ring = Arc::new(Ring {
        // From 1, so that `bottom` never goes below 0 when it goes below `top` by one.
        top: AtomicU64::new(1),
        bottom: AtomicU64::new(1),
        slots: (0..size).map(|_| AtomicU64::new(0)).collect(),
    });
    (Owner { ring: Arc::clone(&ring) }, Stealer { ring })
}

impl Ring {
    fn slot(&self, place: u64) -> &AtomicU64 {
        &self.slots[(place % self.slots.len() as u64) as usize]
    }
}

impl Owner {
    // ANCHOR: push
    /// Adds a task at the bottom. Never blocks.
    ///
    /// # Errors
    /// The task, if there is no room.
    pub fn push(&mut self, task: Task) -> Result<(), Full> {
        let ring = &*self.ring;
        // Relaxed: only this end stores to it (invariant 1).
        let bottom = ring.bottom.load(Ordering::Relaxed);
        // Acquire: pairs with the Release of the compare-exchange in `steal`. The thief has read the place that is
        // written below before it moved on.
        let top = ring.top.load(Ordering::Acquire);
        if bottom - top == ring.slots.len() as u64 {
            return Err(Full(task));
        }
        // Relaxed: published by the store below.
        ring.slot(bottom).store(task, Ordering::Relaxed);
        // Release: pairs with the Acquire load of `bottom` in `steal`. Who sees the task there sees it whole, and all
        // that was done before it was pushed.
        ring.bottom.store(bottom + 1, Ordering::Release);
        Ok(())
    }
    // ANCHOR_END: push

    // ANCHOR: pop
    /// Takes the newest task, if there is one. Never blocks.
    pub fn pop(&mut self) -> Option<Task> {
        let ring = &*self.ring;
        // Relaxed: as in `push`.
        let last = ring.bottom.load(Ordering::Relaxed) - 1;
        // First this end says that it wants the last task, then it looks how far the thieves are. A thief does it the
        // other way round: looks at the top, then at the bottom. With the two fences one of them sees the other.
        // Release: pairs with the Acquire load of `bottom` in `steal`, for the tasks that stay.
        ring.bottom.store(last, Ordering::Release);
        // SeqCst: pairs with the fence in `steal`.
        fence(Ordering::SeqCst);
        // Relaxed: the fence orders it.
        let top = ring.top.load(Ordering::Relaxed);
        if top > last {
            // Empty. Release: no task stays that it could be needed for, but so it need not be asked which store of
            // `bottom` a thief has read.
            ring.bottom.store(last + 1, Ordering::Release);
            return None;
        }
        // Relaxed: this end has written it.
        let task = ring.slot(last).load(Ordering::Relaxed);
        if top < last {
            // Others are left above it, and no thief comes this far without seeing the new bottom.
            return Some(task);
        }
        // The very last: a thief may be at it too. Whoever moves the top has it (invariant 2).
        // Relaxed on both sides: this end needs to see nothing that a thief has done, and what a thief needs to see it
        // sees by `bottom`.
        let won = ring.top.compare_exchange(top, top + 1, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        // Release: as where it was empty.
        ring.bottom.store(last + 1, Ordering::Release);
        won.then_some(task)
    }
    // ANCHOR_END: pop
}

impl Stealer {
    // ANCHOR: steal
    /// Takes the oldest task, if there is one and nobody else is faster. Never blocks.
    #[must_use = "a task that was stolen has to be done"]
    pub fn steal(&self) -> Steal {
        let ring = &*self.ring;
        // Acquire: pairs with the Release of the compare-exchange below, in another thief: who sees the top that it has
        // left sees the bottom that it saw, or a newer one.
        let top = ring.top.load(Ordering::Acquire);
        // SeqCst: pairs with the fence in `pop`.
        fence(Ordering::SeqCst);
        // Acquire: pairs with the Release stores of `bottom` in `push` and `pop`.
        let bottom = ring.bottom.load(Ordering::Acquire);
        if top >= bottom {
            return Steal::Empty;
        }
        // It has to be read now: as soon as the top has moved on, the owner may write to this place.
        // Relaxed: published by `bottom`. If it is being written again, the next line fails (invariant 3).
        let task = ring.slot(top).load(Ordering::Relaxed);
        // Release: pairs with the Acquire loads of `top` in `push` and above. Relaxed if it fails: nothing was read.
        match ring.top.compare_exchange(top, top + 1, Ordering::Release, Ordering::Relaxed) {
            Ok(_) => Steal::Success(task),
            Err(_) => Steal::Retry,
        }
    }
    // ANCHOR_END: steal
}

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Relaxed: numbers to look at. They may not have been there at the same time.
        let (top, bottom) = (self.top.load(Ordering::Relaxed), self.bottom.load(Ordering::Relaxed));
        f.debug_struct("Ring")
            .field("tasks", &bottom.saturating_sub(top))
            .field("size", &self.slots.len())
            .finish()
    }
}
