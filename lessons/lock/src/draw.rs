//! How a lock draws: workers claim a piece under it, compute without it, and publish under it again.
//!
//! Claimed without the lock, two workers would get the same piece. Published without it, two would have
//! the picture by `&mut` at once, which Rust does not let compile.

use parking_lot::Mutex as ParkingLotMutex;
use stage::{Canvas, OwnedPiece, Show, Stopped};
use std::sync::Mutex as StdMutex;

use crate::by_hand::{Mutex, SpinMutex};

// ANCHOR: board
/// What the workers share.
struct Board<'a> {
    /// The pieces that nobody has claimed.
    unclaimed: std::ops::Range<usize>,
    /// The picture, which has the pieces that were published.
    canvas: Canvas<'a>,
}

impl<'a> Board<'a> {
    fn new(show: &Show, canvas: Canvas<'a>) -> Board<'a> {
        Board { unclaimed: 0..show.piece_count(), canvas }
    }

    /// The next piece that nobody has claimed, if there is one.
    fn claim(&mut self) -> Option<usize> {
        self.unclaimed.next()
    }

    /// Puts a finished piece into the picture.
    fn publish(&mut self, piece: &OwnedPiece) {
        self.canvas.place(piece);
    }
}
// ANCHOR_END: board

// ANCHOR: by_hand
/// Under the lock made by hand: who waits sleeps, and gets it in turn.
pub fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board = Mutex::new(Board::new(show, canvas));
    show.workers(|worker| {
        // The guard is gone at the end of the closure: nobody computes while they have the lock.
        while let Some(index) = worker.waiting("lock", || board.lock().claim()) {
            let mut piece = show.owned_piece(index);
            worker.compute(&mut piece)?;
            worker.waiting("lock", || board.lock()).publish(&piece);
        }
        Ok(())
    })
}
// ANCHOR_END: by_hand

// ANCHOR: others
/// Under the first step made by hand: who waits spins.
pub fn spin(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board = SpinMutex::new(Board::new(show, canvas));
    show.workers(|worker| {
        while let Some(index) = worker.waiting("spin lock", || board.lock().claim()) {
            let mut piece = show.owned_piece(index);
            worker.compute(&mut piece)?;
            worker.waiting("spin lock", || board.lock()).publish(&piece);
        }
        Ok(())
    })
}

/// Under a `parking_lot::Mutex`.
pub fn parking_lot(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board = ParkingLotMutex::new(Board::new(show, canvas));
    show.workers(|worker| {
        while let Some(index) = worker.waiting("lock", || board.lock().claim()) {
            let mut piece = show.owned_piece(index);
            worker.compute(&mut piece)?;
            worker.waiting("lock", || board.lock()).publish(&piece);
        }
        Ok(())
    })
}

/// Under a `std::sync::Mutex`, which is poisoned if somebody panics while they have it. Here nobody can: what
/// may panic is computed without it.
pub fn std(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    const WHOLE: &str = "nobody panics while they have the lock";
    let board = StdMutex::new(Board::new(show, canvas));
    show.workers(|worker| {
        while let Some(index) = worker.waiting("lock", || board.lock().expect(WHOLE).claim()) {
            let mut piece = show.owned_piece(index);
            worker.compute(&mut piece)?;
            worker.waiting("lock", || board.lock().expect(WHOLE)).publish(&piece);
        }
        Ok(())
    })
}
// ANCHOR_END: others
