//! Step 4: who draws which piece.
//!
//! A word for each piece says what has become of it, and one [`Value`] says how many are left to be claimed. The lock
//! of that value protects both.
//!
//! | word of a piece | means | becomes |
//! |---|---|---|
//! | `0` | nobody has claimed it | an owner, under the lock |
//! | an owner's number | that one draws it, and nobody else touches its rows | `DRAWN` by that one; `0` under the lock by who buries that one |
//! | `DRAWN` | its rows are in the picture, and nobody writes there any more | |
//!
//! *Invariants.*
//!
//! 1. While nobody has the lock, and it is not orphaned, the value is the number of words that are `0`. To claim a
//!    piece takes two steps, and who is killed between them leaves the two apart. That is what it means to be orphaned;
//!    whoever takes the lock then counts again before anything else.
//! 2. The rows of a piece are written by the owner that its word names, from its claim on and until `DRAWN` is stored.
//!    Whoever reads them has loaded `DRAWN` before. Whoever draws a piece again that a dead owner has left half drawn
//!    has claimed it after the burial.

use std::fmt;

use super::{Futex, Owner, Value, ValueGuard};
use crate::sync::atomic::{AtomicU32, Ordering};

/// The word of a piece that nobody has claimed.
const UNCLAIMED: u32 = 0;
/// The word of a piece that is in the picture. No owner has this number: it has more bits.
const DRAWN: u32 = u32::MAX;

/// The claims as one of those sees them who share the picture.
///
/// ```
/// use std::sync::atomic::AtomicU32;
/// use processes::by_hand::{Claims, LocalFutex, Owner, Value, ValueWords};
///
/// let (words, futex) = (ValueWords::new(0), LocalFutex::new());
/// let pieces = [AtomicU32::new(0), AtomicU32::new(0)];
/// let claims = |number| {
///     let me = Owner::new(number);
///     Claims::new(Value::new(&words, me, &futex), &pieces, me)
/// };
/// let (parent, worker, other) = (claims(1), claims(2), claims(3));
/// parent.put_up([0, 1]);
/// assert_eq!((worker.claim(), other.claim(), worker.claim()), (Some(0), Some(1), None));
/// worker.finish(0);
/// assert!(parent.is_drawn(0) && !parent.is_drawn(1));
///
/// // The other one is killed, and somebody else gets what it has not finished.
/// assert_eq!(parent.take_back(Owner::new(3)), [1]);
/// assert_eq!(worker.claim(), Some(1));
/// ```
pub struct Claims<'a, F> {
    left: Value<'a, F>,
    pieces: &'a [AtomicU32],
    me: Owner,
}

// ANCHOR: claims
impl<'a, F: Futex> Claims<'a, F> {
    /// The claims in these words, for `me`: how many pieces are left, and a word a piece.
    #[must_use]
    pub fn new(left: Value<'a, F>, pieces: &'a [AtomicU32], me: Owner) -> Claims<'a, F> {
        Claims { left, pieces, me }
    }

    /// Claims a piece that nobody has claimed, if there is one; blocks until the lock is free.
    pub fn claim(&self) -> Option<usize> {
        self.claim_by_way_of(|_| {})
    }

    /// The same, and calls `halfway` between the two steps that it takes, with the lock in hand: a place to be killed.
    pub fn claim_by_way_of(&self, halfway: impl FnOnce(usize)) -> Option<usize> {
        let mut left = self.lock();
        if left.get() == 0 {
            return None;
        }
        let piece = self.pieces_with(UNCLAIMED).next().expect("as many are left as the value says");
        self.write(piece, self.me.number());
        halfway(piece);
        left.set(left.get() - 1);
        Some(piece)
    }

    /// How many pieces are left to be claimed. By the time you know, it may be otherwise; while an orphaned lock has
    /// not been mended, it may be one too many.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left.get() as usize
    }

    /// Says that the rows of a piece are in the picture. It must be one that the caller has claimed.
    pub fn finish(&self, piece: usize) {
        debug_assert_eq!(
            self.read(piece),
            self.me.number(),
            "piece {piece} is finished by who has claimed it"
        );
        // Release pairs with the Acquire in `is_drawn`: who sees the word sees the rows.
        self.pieces[piece].store(DRAWN, Ordering::Release);
    }

    /// Whether the rows of a piece are in the picture. If they are, they may be read, and will not change any more.
    #[must_use]
    pub fn is_drawn(&self, piece: usize) -> bool {
        // Acquire pairs with the Release in `finish`.
        self.pieces[piece].load(Ordering::Acquire) == DRAWN
    }
}
// ANCHOR_END: claims

// ANCHOR: take_back
impl<F: Futex> Claims<'_, F> {
    /// Puts pieces up to be claimed. What is not put up counts as drawn.
    pub fn put_up(&self, pieces: impl IntoIterator<Item = usize>) {
        let mut left = self.lock();
        (0..self.pieces.len()).for_each(|piece| self.write(piece, DRAWN));
        pieces.into_iter().for_each(|piece| self.write(piece, UNCLAIMED));
        self.count(&mut left);
    }

    /// Buries an owner, and puts up again what it had claimed and not finished. Returns which pieces those are.
    ///
    /// As for [`Lock::bury`](super::Lock::bury), it must have ended for good.
    pub fn take_back(&self, dead: Owner) -> Vec<usize> {
        self.left.bury(dead);
        let mut left = self.lock();
        let pieces: Vec<usize> = self.pieces_with(dead.number()).collect();
        pieces.iter().for_each(|&piece| self.write(piece, UNCLAIMED));
        self.count(&mut left);
        pieces
    }

    /// Takes the lock. If whoever had it last died with it, invariant 1 is restored first.
    fn lock(&self) -> ValueGuard<'_, F> {
        let mut left = self.left.get_lock();
        if left.is_orphaned() {
            self.count(&mut left);
            left.mend();
        }
        left
    }

    fn count(&self, left: &mut ValueGuard<'_, F>) {
        let unclaimed = self.pieces_with(UNCLAIMED).count();
        left.set(u32::try_from(unclaimed).expect("there are fewer pieces than numbers"));
    }
}
// ANCHOR_END: take_back

impl<F> Claims<'_, F> {
    /// The pieces whose word is this one, from the first to the last.
    fn pieces_with(&self, word: u32) -> impl Iterator<Item = usize> {
        (0..self.pieces.len()).filter(move |&piece| self.read(piece) == word)
    }

    #[track_caller]
    fn read(&self, piece: usize) -> u32 {
        // Relaxed: what others have written under the lock, who has the lock sees; and of what comes without it,
        // `DRAWN`, nothing is concluded here.
        self.pieces[piece].load(Ordering::Relaxed)
    }

    #[track_caller]
    fn write(&self, piece: usize, word: u32) {
        // Relaxed: written under the lock, which publishes it.
        self.pieces[piece].store(word, Ordering::Relaxed);
    }
}

impl<F: Futex> fmt::Debug for Claims<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims").field("me", &self.me).field("left", &self.left).finish_non_exhaustive()
    }
}
