//! What is under the lock is a type of its own, with methods that do not lock.

use std::ops::Range;

use learn::sync::Mutex;

/// The pieces that nobody has claimed.
pub struct Board {
    open: Mutex<Open>,
}

impl Board {
    /// So many pieces, all of them open, as one region.
    pub fn new(pieces: usize) -> Board {
        Board { open: Mutex::new(Open { regions: vec![0..pieces] }) }
    }

    /// Claims a piece; `None` if all are claimed.
    pub fn claim(&self) -> Option<usize> {
        self.open.lock().claim()
    }
}

/// Regions of neighbours.
struct Open {
    regions: Vec<Range<usize>>,
}

impl Open {
    fn claim(&mut self) -> Option<usize> {
        let region = self.regions.pop()?;
        Some(self.split(region))
    }

    fn split(&mut self, region: Range<usize>) -> usize {
        if region.len() == 1 {
            return region.start;
        }
        let middle = region.start + region.len() / 2;
        self.regions.push(middle..region.end);
        self.split(region.start..middle)
    }
}
