//! Pieces that are finished in any order and go out in order, through a window.
//!
//! ```text
//!    delivered     the window, of size 4: these may be held      later
//!  ─────────────┬───────────┬───────────┬───────────┬───────────┬──────────
//!    …   4   5  │     6     │     7     │     8     │     9     │  10   11 …
//!               │  at work  │ finished  │ finished  │  at work  │
//!  ─────────────┴───────────┴───────────┴───────────┴───────────┴──────────
//! ```
//!
//! Piece 6 is the one that has to go out next. When it has gone, the window moves on by one, and piece 10 may be
//! begun. However slow a piece is, no more than four are in memory.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::ops::Range;

/// What workers and the deliverer share. It knows nothing of threads: the lock and the waiting are put around it.
///
/// What cannot be yet, and may be later, returns `None`: the caller waits and asks again.
///
/// # Invariants
///
/// 1. Pieces are claimed in order and go out in order: `delivered <= unclaimed.start`.
/// 2. Each piece that is begun and has not gone out is one of `delivered..delivered + size`. So at most `size` are
///    held.
/// 3. The piece that goes out next has room. Whoever has claimed it need not wait, so that the window moves on.
#[derive(Debug)]
pub struct Window<T> {
    /// The pieces that nobody has claimed.
    unclaimed: Range<usize>,
    /// How many may be held at once.
    size: usize,
    /// Those that are finished and have not gone out.
    finished: BTreeMap<usize, T>,
    /// How many have gone out, which is the number of the next.
    delivered: usize,
    /// How many are begun and have not gone out.
    held: usize,
    most_held: usize,
    called_off: bool,
}

/// Nothing more will come: the work was called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalledOff;

impl fmt::Display for CalledOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the delivery was called off")
    }
}

impl Error for CalledOff {}

impl<T> Window<T> {
    /// So many pieces, of which at most `size` are held at once.
    ///
    /// # Panics
    /// If `size` is 0: nothing could ever go through.
    #[must_use]
    pub fn new(pieces: usize, size: usize) -> Window<T> {
        assert!(size > 0, "a window has room for at least one piece");
        let (unclaimed, finished) = (0..pieces, BTreeMap::new());
        Window { unclaimed, size, finished, delivered: 0, held: 0, most_held: 0, called_off: false }
    }

    // ANCHOR: window
    /// The next piece that nobody has claimed, if there is one.
    pub fn claim(&mut self) -> Option<usize> {
        self.unclaimed.next()
    }

    /// Begins a piece that was claimed, if there is room for it.
    pub fn begin(&mut self, piece: usize) -> Option<Result<(), CalledOff>> {
        if self.called_off {
            return Some(Err(CalledOff));
        }
        if piece >= self.delivered + self.size {
            return None;
        }
        self.held += 1;
        self.most_held = self.most_held.max(self.held);
        Some(Ok(()))
    }

    /// Puts down a piece that is finished.
    pub fn finish(&mut self, piece: usize, result: T) {
        self.finished.insert(piece, result);
    }

    /// Takes the piece that has to go out next, if it is finished.
    pub fn take_next(&mut self) -> Option<Result<T, CalledOff>> {
        if self.called_off {
            return Some(Err(CalledOff));
        }
        self.finished.remove(&self.delivered).map(Ok)
    }

    /// The piece that was taken has gone out: there is room for another.
    pub fn advance(&mut self) {
        self.delivered += 1;
        self.held -= 1;
    }
    // ANCHOR_END: window

    /// From now on nobody begins, and nobody takes.
    pub fn call_off(&mut self) {
        self.called_off = true;
    }

    /// The most pieces that were held at once: at work, or waiting to go out.
    #[must_use]
    pub fn most_held(&self) -> usize {
        self.most_held
    }
}
