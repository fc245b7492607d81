//! The splitting touches nothing that is shared: it says what is to be opened, and `claim` opens that.

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
        let (piece, rest) = split(open.pop()?);
        open.extend(rest);
        Some(piece)
    }
}

/// The first piece of a region, and the regions that all the others are in.
fn split(region: Range<usize>) -> (usize, Vec<Range<usize>>) {
    let (first, mut end, mut rest) = (region.start, region.end, Vec::new());
    while end - first > 1 {
        let middle = first + (end - first) / 2;
        rest.push(middle..end);
        end = middle;
    }
    (first, rest)
}
