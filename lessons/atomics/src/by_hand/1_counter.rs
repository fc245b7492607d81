//! Step 1: a counter, and numbers that are given out once.
//!
//! *The algorithm* is the fetch-and-add of the NYU Ultracomputer (Allan Gottlieb and others, 1983). To count is to
//! read a number, to add to it, and to write the sum back. If these are three steps, another thread may read between
//! the first and the last, and then one of the two additions is lost. `fetch_add` is all three in one step, and
//! returns the number that it has read; so of several threads that add 1, each gets another number, and that is a way
//! to share out work.
//!
//! What the processor has no instruction for can be made of *compare-and-exchange*: read, compute, and write the result
//! if nobody has written meanwhile; if somebody has, begin again with what they wrote. Whoever begins again does so
//! because somebody else has succeeded, so that all together always get on.
//!
//! *The ordering* is `Relaxed` everywhere. That a step is whole does not depend on it, nor that all threads agree on
//! the order of the steps *on one atomic*. What `Relaxed` leaves open is what a thread that reads the number sees of
//! any *other* memory. A number that only tells who does what needs no more. One that tells that something is ready
//! does: that is step 2.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, Range};

use crate::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

// ANCHOR: counter
/// A number that several threads add to, and no addition is lost.
///
/// ```
/// use std::thread;
/// use atomics::by_hand::Counter;
///
/// let counter = Counter::new();
/// thread::scope(|scope| {
///     for _ in 0..4 {
///         scope.spawn(|| (0..1_000).for_each(|_| _ = counter.add(1)));
///     }
/// });
/// assert_eq!(counter.get(), 4_000);
/// ```
pub struct Counter {
    value: AtomicU64,
}

impl Counter {
    /// A counter that stands at 0.
    #[must_use]
    pub fn new() -> Counter {
        Counter { value: AtomicU64::new(0) }
    }

    /// Adds, and returns the number that was there before. Beyond the greatest it goes on at 0. Never waits.
    pub fn add(&self, amount: u64) -> u64 {
        // Relaxed: it counts, and nothing else is read on the strength of it.
        self.value.fetch_add(amount, Ordering::Relaxed)
    }

    /// The number; by the time you have it, others may have added to it. Who has joined them, or has seen a flag that
    /// they raised afterwards, finds all that they had added.
    #[must_use]
    pub fn get(&self) -> u64 {
        // Relaxed: as in `add`.
        self.value.load(Ordering::Relaxed)
    }
}
// ANCHOR_END: counter

impl Default for Counter {
    fn default() -> Counter {
        Counter::new()
    }
}

impl fmt::Debug for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Counter").field(&self.get()).finish()
    }
}

/// The numbers from 0 up to an end, each of which is given out once.
///
/// *Invariant.* `next` never decreases, and every number below both `next` and `end` has been given out, to the one
/// thread whose step moved `next` past it.
///
/// ```
/// use atomics::by_hand::Claims;
///
/// let claims = Claims::new(10);
/// assert_eq!(claims.claim(), Some(0));
/// assert_eq!(claims.claim_share(3), 1..4, "a third of what was left");
/// assert_eq!(claims.claim_share(1), 4..10, "all of it");
/// assert_eq!(claims.claim(), None);
/// ```
pub struct Claims {
    /// The next number that nobody has; from `end` on there is none.
    next: AtomicUsize,
    end: usize,
}

// ANCHOR: claim
impl Claims {
    /// The numbers from 0 to one less than `end`, and nobody has any.
    #[must_use]
    pub fn new(end: usize) -> Claims {
        Claims { next: AtomicUsize::new(0), end }
    }

    /// Claims the next number; `None` if all have been given out. One step, which never waits.
    ///
    /// Each call that returns `None` moves `next` on too. It takes `usize::MAX` of them to come round to 0 again, and
    /// to give numbers out a second time.
    #[must_use = "the number is claimed, and nobody else will get it"]
    pub fn claim(&self) -> Option<usize> {
        // Relaxed: no two additions return the same number, whatever the ordering. It says who is to do something, and
        // not that something has been done: nothing is read on the strength of it.
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < self.end).then_some(number)
    }
}
// ANCHOR_END: claim

// ANCHOR: claim_share
impl Claims {
    /// Claims one part in `shares` of the numbers that are left, and one at the least; an empty range if none is. So
    /// who comes early gets many at once, and towards the end, when it matters that all are done at the same time, few.
    ///
    /// `fetch_add` cannot do this, since how much to add depends on what is there.
    ///
    /// # Panics
    /// If `shares` is 0.
    #[must_use = "these numbers are claimed, and nobody else will get them"]
    pub fn claim_share(&self, shares: usize) -> Range<usize> {
        assert!(shares > 0, "a share of none");
        // Relaxed, here and below: as in `claim`. This first look need not even be the newest: if it is not, the
        // exchange fails, and says what it has found.
        let mut next = self.next.load(Ordering::Relaxed);
        loop {
            let left = self.end.saturating_sub(next);
            if left == 0 {
                return self.end..self.end;
            }
            let after = next + left.div_ceil(shares);
            // `_weak` may fail for no reason, and saves some processors a loop inside of this one.
            match self.next.compare_exchange_weak(next, after, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return next..after,
                Err(found) => next = found,
            }
        }
    }
}
// ANCHOR_END: claim_share

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Relaxed: to look at, and nothing more.
        let next = self.next.load(Ordering::Relaxed).min(self.end);
        f.debug_struct("Claims").field("left", &(next..self.end)).finish()
    }
}

// ANCHOR: padded
/// A value that has its cache lines to itself.
///
/// Processors do not move single numbers about, but lines of 64 or 128 bytes, and a line that one of them writes to is
/// taken away from all others. So two counters in one line slow each other down although no thread uses both: that is
/// called *false sharing*. 128 bytes, because some processors fetch lines of 64 in pairs.
#[derive(Debug, Default)]
#[repr(align(128))]
pub struct Padded<T>(pub T);
// ANCHOR_END: padded

impl<T> Deref for Padded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What takes any counter, padded or not, asks for `Borrow<Counter>`.
impl Borrow<Counter> for Padded<Counter> {
    fn borrow(&self) -> &Counter {
        &self.0
    }
}
