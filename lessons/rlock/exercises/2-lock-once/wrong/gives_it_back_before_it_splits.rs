//! verdict: assertion
//! Believes that the lock has to be given back before somebody else takes it, and that this is all: while the region is
//! being split, the others find nothing on the board, and go home.

use std::ops::Range;

use learn::sync::Mutex;

/// The pieces that nobody has claimed, as regions of neighbours.
pub struct Board {
    open: Mutex<Vec<Range<usize>>>,
}

impl Board {
    /// So many pieces, all of them open, as one region.
    pub fn new(pieces: usize) -> Board {
        Board { open: Mutex::new(vec![0..pieces]) }
    }

    /// Claims a piece; `None` if all are claimed.
    pub fn claim(&self) -> Option<usize> {
        let region = self.open.lock().pop()?;
        Some(self.split(region))
    }

    /// Splits a region into halves until its first piece stands alone, and returns that one. All the rest is open.
    fn split(&self, region: Range<usize>) -> usize {
        if region.len() == 1 {
            return region.start;
        }
        let middle = region.start + region.len() / 2;
        self.add(middle..region.end);
        self.split(region.start..middle)
    }

    /// Opens a region.
    fn add(&self, region: Range<usize>) {
        self.open.lock().push(region);
    }
}
