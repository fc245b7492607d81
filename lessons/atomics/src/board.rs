//! What the workers and the collector share, and the rules for it.
//!
//! Workers claim pieces, compute them, and publish them; the collector takes them, in order, and puts them into the
//! picture. Beside the pieces there is a [`Tally`] of what has been published so far, which is changed by all workers
//! and read by the collector meanwhile, and a count of iterations for each worker, which only that worker adds to.
//!
//! What all this is made of, a [`Board`] says: [`ByHand`] of the primitives of this lesson.

use std::borrow::Borrow;
use std::error::Error;
use std::fmt;
use std::ops::{Add, Range};

use super::by_hand::{Claims, Counter, OneShot, SeqLock};
use crate::sync::thread::{self, Thread};

// ANCHOR: tally
/// What has been done: numbers that belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many pieces.
    pub pieces: u64,
    /// How many pixels these have.
    pub pixels: u64,
    /// How many iterations these took.
    pub iterations: u64,
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            pieces: self.pieces + other.pieces,
            pixels: self.pixels + other.pixels,
            iterations: self.iterations + other.iterations,
        }
    }
}

impl Tally {
    /// Whether this can be what the workers have done so far, for somebody who has collected that much of it already. A
    /// piece has `full` pixels, and one of them, at the edge of the picture, may have fewer.
    ///
    /// # Errors
    /// If it cannot: then its numbers are not of one and the same moment.
    pub fn check(self, collected: Tally, full: u64) -> Result<(), Torn> {
        let nothing_is_missing = self.pieces >= collected.pieces
            && self.pixels >= collected.pixels
            && self.iterations >= collected.iterations;
        let nothing_is_between = self.pieces > collected.pieces || self == collected;
        let they_belong_together = self.pixels.div_ceil(full) == self.pieces;
        if nothing_is_missing && nothing_is_between && they_belong_together {
            Ok(())
        } else {
            Err(Torn { tally: self, collected })
        }
    }
}
// ANCHOR_END: tally

/// A tally was read whose numbers do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Torn {
    /// What was read.
    pub tally: Tally,
    /// What had been collected by then.
    pub collected: Tally,
}

impl fmt::Display for Torn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Torn { tally, collected } = self;
        write!(f, "a torn reading of the tally: {tally:?}, with {collected:?} collected")
    }
}

impl Error for Torn {}

/// A piece was published that had been published before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twice(
    /// Its number.
    pub usize,
);

impl fmt::Display for Twice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "piece {} was drawn twice", self.0)
    }
}

impl Error for Twice {}

/// A finished piece, with what was done for it.
#[derive(Debug)]
pub struct Finished<P> {
    /// The piece.
    pub piece: P,
    /// What it adds to the tally.
    pub work: Tally,
}

// ANCHOR: board
/// What the workers and the collector share.
pub trait Board<P>: Sync {
    /// Claims pieces, which nobody else gets; an empty range if none is left.
    fn claim(&self) -> Range<usize>;

    /// Adds to the iterations of one worker.
    fn count(&self, worker: usize, iterations: u64);

    /// The iterations of each worker.
    fn counts(&self) -> Vec<u64>;

    /// Adds to the tally, to all of its numbers at once.
    fn add(&self, work: Tally);

    /// The tally as it is between two additions.
    fn tally(&self) -> Tally;

    /// Publishes a piece.
    ///
    /// # Errors
    /// If it has been published before.
    fn publish(&self, index: usize, finished: Finished<P>) -> Result<(), Twice>;

    /// A piece, if it has been published. It is asked for once.
    fn take(&self, index: usize) -> Option<impl Borrow<Finished<P>>>;
}

/// Tells of a finished piece: first the tally, then the piece itself, then the collector, who may sleep.
///
/// # Errors
/// If the piece has been published before.
pub fn hand_over<P>(
    board: &impl Board<P>,
    index: usize,
    finished: Finished<P>,
    collector: &Thread,
) -> Result<(), Twice> {
    // In this order: who has the piece in hand finds it in the tally as well.
    board.add(finished.work);
    board.publish(index, finished)?;
    // No wakeup is lost: the piece is published before, so the collector, if it has looked in vain already and is about
    // to park, finds the unpark waiting for it.
    collector.unpark();
    Ok(())
}

/// Sleeps until a piece has been published, and takes it; `None` if `is_called_off` says so first, which is looked at
/// whenever the calling thread is unparked.
pub fn wait_for<P>(
    board: &impl Board<P>,
    index: usize,
    is_called_off: impl Fn() -> bool,
) -> Option<impl Borrow<Finished<P>>> {
    loop {
        if let Some(finished) = board.take(index) {
            return Some(finished);
        }
        if is_called_off() {
            return None;
        }
        // May return for no reason, or because of another piece.
        thread::park();
    }
}
// ANCHOR_END: board

/// How many pieces a worker claims at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claiming {
    /// One, by `fetch_add`.
    One,
    /// One part in so many of those that are left, by compare-and-exchange.
    Share(usize),
}

// ANCHOR: by_hand
/// A board made of the primitives of this lesson. `C` is a [`Counter`], padded or not.
#[derive(Debug)]
pub struct ByHand<P, C> {
    claiming: Claiming,
    unclaimed: Claims,
    counts: Vec<C>,
    tally: SeqLock<3>,
    finished: Vec<OneShot<Finished<P>>>,
}

impl<P, C: Default> ByHand<P, C> {
    /// A board for so many pieces and workers.
    pub fn new(pieces: usize, workers: usize, claiming: Claiming) -> ByHand<P, C> {
        ByHand {
            claiming,
            unclaimed: Claims::new(pieces),
            counts: (0..workers).map(|_| C::default()).collect(),
            tally: SeqLock::new([0; 3]),
            finished: (0..pieces).map(|_| OneShot::new()).collect(),
        }
    }
}

impl<P: Send, C: Borrow<Counter> + Sync> Board<P> for ByHand<P, C> {
    fn claim(&self) -> Range<usize> {
        match self.claiming {
            Claiming::One => self.unclaimed.claim().map_or(0..0, |index| index..index + 1),
            Claiming::Share(shares) => self.unclaimed.claim_share(shares),
        }
    }

    fn count(&self, worker: usize, iterations: u64) {
        self.counts[worker].borrow().add(iterations);
    }

    fn counts(&self) -> Vec<u64> {
        self.counts.iter().map(|count| count.borrow().get()).collect()
    }

    fn add(&self, work: Tally) {
        self.tally.update(|[pieces, pixels, iterations]| {
            *pieces += work.pieces;
            *pixels += work.pixels;
            *iterations += work.iterations;
        });
    }

    fn tally(&self) -> Tally {
        let [pieces, pixels, iterations] = self.tally.read();
        Tally { pieces, pixels, iterations }
    }

    fn publish(&self, index: usize, finished: Finished<P>) -> Result<(), Twice> {
        self.finished[index].set(finished).map_err(|_drawn_again| Twice(index))
    }

    fn take(&self, index: usize) -> Option<impl Borrow<Finished<P>>> {
        self.finished[index].take()
    }
}
// ANCHOR_END: by_hand
