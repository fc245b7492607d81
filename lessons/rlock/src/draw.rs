//! How a reentrant lock draws: the picture is split into regions, under one lock, by methods that call each other
//! and take that lock each.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Mutex;

use stage::{Canvas, Show, Stopped, Worker};

use crate::by_hand::{FastReentrantMutex, ReentrantMutex};
use crate::regions::{Board, Contents, Reentrant, Region};

// ANCHOR: by_hand
/// Under the lock made by hand: an owner and a depth under a mutex.
pub fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board = Board::new(ReentrantMutex::new(Contents::new(show.piece_count(), canvas)));
    show.workers(|worker| draw(show, worker, &board))
}

/// Draws pieces of the board, one after the other, until none is open.
fn draw<'a, L>(show: &Show, worker: &mut Worker, board: &Board<L>) -> Result<(), Stopped>
where
    L: Reentrant<Data = Contents<Canvas<'a>>>,
{
    while let Some(index) = worker.waiting("board", || board.claim()) {
        let mut piece = show.owned_piece(index);
        worker.compute(&mut piece)?;
        worker.waiting("board", || board.publish(|canvas| canvas.place(&piece)));
    }
    Ok(())
}
// ANCHOR_END: by_hand

// ANCHOR: others
/// Under the third step made by hand: the owner is let in again at the cost of a look.
pub fn fast(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board = Board::new(FastReentrantMutex::new(Contents::new(show.piece_count(), canvas)));
    show.workers(|worker| draw(show, worker, &board))
}

/// Under a `parking_lot::ReentrantMutex`.
pub fn parking_lot(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let contents = Contents::new(show.piece_count(), canvas);
    let board = Board::new(parking_lot::ReentrantMutex::new(contents));
    show.workers(|worker| draw(show, worker, &board))
}

impl<T> Reentrant for parking_lot::ReentrantMutex<T> {
    type Data = T;

    fn lock(&self) -> impl Deref<Target = T> {
        parking_lot::ReentrantMutex::lock(self)
    }
}
// ANCHOR_END: others

// ANCHOR: without
/// Without a reentrant lock: the methods are those of the data, and do not lock. Who calls the
/// first of them has locked an ordinary mutex around the whole.
pub fn without(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let open = BTreeSet::from([Region::new(0, show.piece_count())]);
    let board = Mutex::new(PlainBoard { open, canvas });
    show.workers(|worker| {
        let lock = || board.lock().expect("nobody panics while they have the lock");
        while let Some(index) = worker.waiting("board", || lock().claim()) {
            let mut piece = show.owned_piece(index);
            worker.compute(&mut piece)?;
            worker.waiting("board", || lock().canvas.place(&piece));
        }
        Ok(())
    })
}

/// What the workers share. `&mut self` says that the caller has it to itself.
struct PlainBoard<'a> {
    open: BTreeSet<Region>,
    canvas: Canvas<'a>,
}

impl PlainBoard<'_> {
    fn claim(&mut self) -> Option<usize> {
        let largest = self.open.pop_first()?;
        Some(self.split(largest))
    }

    fn split(&mut self, region: Region) -> usize {
        if let Some(piece) = region.as_piece() {
            return piece;
        }
        let [upper, lower] = region.halves();
        self.open.insert(lower);
        self.split(upper)
    }
}
// ANCHOR_END: without
