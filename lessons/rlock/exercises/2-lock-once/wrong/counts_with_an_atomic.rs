//! verdict: does-not-use
//! Believes that pieces can as well be counted: true, if all one wants is the next one. But the regions are gone, and
//! with them the order in which the picture appears.

use learn::sync::atomic::{AtomicUsize, Ordering};

/// The pieces that nobody has claimed.
pub struct Board {
    next: AtomicUsize,
    pieces: usize,
}

impl Board {
    /// So many pieces, all of them open, as one region.
    pub fn new(pieces: usize) -> Board {
        Board { next: AtomicUsize::new(0), pieces }
    }

    /// Claims a piece; `None` if all are claimed.
    pub fn claim(&self) -> Option<usize> {
        // Relaxed: a number for each, and nothing is published by it.
        let piece = self.next.fetch_add(1, Ordering::Relaxed);
        (piece < self.pieces).then_some(piece)
    }
}
