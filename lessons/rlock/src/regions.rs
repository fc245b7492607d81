//! The regions of the picture that nobody has claimed yet, and how they are split.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Deref;

use super::by_hand::{Guarded, Raw};

/// A run of neighbouring pieces. In order the largest comes first, and of equal ones the upper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    pieces: Reverse<usize>,
    first: usize,
}

impl Region {
    /// The region that begins with the piece `first` and has so many.
    #[must_use]
    pub fn new(first: usize, pieces: usize) -> Region {
        Region { pieces: Reverse(pieces), first }
    }

    /// The number of its only piece, if it has just one.
    #[must_use]
    pub fn as_piece(self) -> Option<usize> {
        (self.pieces.0 == 1).then_some(self.first)
    }

    /// Its upper and its lower half. The upper one is the larger by a piece if they cannot be
    /// equal.
    #[must_use]
    pub fn halves(self) -> [Region; 2] {
        let upper = self.pieces.0.div_ceil(2);
        [Region::new(self.first, upper), Region::new(self.first + upper, self.pieces.0 - upper)]
    }
}

/// A lock that its owner can take again, around what it protects: one made by hand, or one that
/// is ready-made.
pub trait Reentrant {
    /// What it protects.
    type Data;

    /// Takes the lock, or one level more of it. Blocks as long as another thread has it.
    fn lock(&self) -> impl Deref<Target = Self::Data>;
}

impl<T, R: Raw> Reentrant for Guarded<T, R> {
    type Data = T;

    fn lock(&self) -> impl Deref<Target = T> {
        Guarded::lock(self)
    }
}

// ANCHOR: board
/// What the workers share. Each method can be called by anybody at any time, since each takes
/// the lock; and where one calls another, it has the lock already.
pub struct Board<L> {
    contents: L,
}

/// What the lock of a [`Board`] protects.
pub struct Contents<P> {
    /// The regions that nobody has claimed.
    open: RefCell<BTreeSet<Region>>,
    /// The picture, which has the pieces that were published.
    picture: RefCell<P>,
}
// ANCHOR_END: board

impl<P> Contents<P> {
    /// A picture of so many pieces, all of them open, as one region.
    pub fn new(pieces: usize, picture: P) -> Contents<P> {
        let open = BTreeSet::from_iter((pieces > 0).then(|| Region::new(0, pieces)));
        Contents { open: RefCell::new(open), picture: RefCell::new(picture) }
    }
}

impl<P, L: Reentrant<Data = Contents<P>>> Board<L> {
    /// A board with the contents that `contents` protects.
    pub fn new(contents: L) -> Board<L> {
        Board { contents }
    }

    // ANCHOR: claim
    /// Claims the first piece of the largest open region; `None` if nothing is open any more.
    pub fn claim(&self) -> Option<usize> {
        // Held until the end: for the others, to look and to take are one step.
        let _held = self.contents.lock();
        self.largest().map(|region| self.split(region))
    }

    /// Splits an open region into halves, its upper half again, and so on, until its first
    /// piece stands alone. Takes that one; all the rest stays open.
    pub fn split(&self, region: Region) -> usize {
        let _held = self.contents.lock();
        self.remove(region);
        if let Some(piece) = region.as_piece() {
            return piece;
        }
        let [upper, lower] = region.halves();
        self.add(upper);
        self.add(lower);
        self.split(upper)
    }
    // ANCHOR_END: claim

    // ANCHOR: helpers
    /// The largest open region.
    pub fn largest(&self) -> Option<Region> {
        self.contents.lock().open.borrow().first().copied()
    }

    /// Opens a region.
    pub fn add(&self, region: Region) {
        self.contents.lock().open.borrow_mut().insert(region);
    }

    /// Closes a region.
    ///
    /// # Panics
    /// If it was not open: then somebody else has it.
    pub fn remove(&self, region: Region) {
        let was_open = self.contents.lock().open.borrow_mut().remove(&region);
        assert!(was_open, "{region:?} was open");
    }

    /// Puts a finished piece into the picture: `place` does.
    pub fn publish(&self, place: impl FnOnce(&mut P)) {
        place(&mut self.contents.lock().picture.borrow_mut());
    }
    // ANCHOR_END: helpers
}
