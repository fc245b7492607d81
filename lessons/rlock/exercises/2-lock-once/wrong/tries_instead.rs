//! verdict: assertion
//! Believes that to try is a way around: `add` does not get the lock, and the region is lost.

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
        let mut open = self.open.lock();
        let region = open.pop()?;
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
        if let Some(mut open) = self.open.try_lock() {
            open.push(region);
        }
    }
}
