//! The drawing itself, with pieces of a few pixels: each is claimed by one worker and collected once, whole and in
//! order; no count is lost, and every reading of the tally on the way fits.
//!
//! Two workers and two pieces, so that the second piece can be finished first, and both workers can change the tally at
//! the same time; the collector is the third.

use super::board::{self, Board, ByHand, Claiming, Finished, Tally};
use super::by_hand::Counter;
use crate::sync::{Arc, Bound, Model, thread};
use std::borrow::Borrow;

/// How many pixels a piece has.
const PIXELS: u64 = 2;

/// What is done for a piece; so that pieces can be told apart, its iterations tell its number.
fn work_of(index: usize) -> Tally {
    Tally { pieces: 1, pixels: PIXELS, iterations: index as u64 + 1 }
}

/// A worker, from its first piece to its last.
fn work(board: &ByHand<usize, Counter>, number: usize, collector: &thread::Thread) {
    loop {
        let claimed = board.claim();
        if claimed.is_empty() {
            return;
        }
        for index in claimed {
            let work = work_of(index);
            board.count(number, work.iterations);
            let handed_over = board::hand_over(board, index, Finished { piece: index, work }, collector);
            handed_over.expect("nobody else has drawn it");
        }
    }
}

/// The collector, from the first piece to the last.
fn collect(board: &ByHand<usize, Counter>, pieces: usize) {
    let mut collected = Tally::default();
    for index in 0..pieces {
        let finished = board::wait_for(board, index, || false).expect("nobody calls it off");
        let Finished { piece, work }: &Finished<usize> = finished.borrow();
        assert_eq!((*piece, *work), (index, work_of(index)), "this piece, whole");
        collected = collected + *work;
        let tally = board.tally();
        assert_eq!(tally.check(collected, PIXELS), Ok(()));
        assert!(board.counts().iter().sum::<u64>() >= collected.iterations, "all of it was counted before");
    }
}

pub fn model() -> Model {
    Model::new("the picture is whole", || {
        let board = Arc::new(ByHand::new(2, 2, Claiming::One));
        let workers = [0, 1].map(|number| {
            let (board, collector) = (Arc::clone(&board), thread::current());
            thread::spawn(move || work(&board, number, &collector))
        });
        collect(&board, 2);
        for worker in workers {
            worker.join().expect("no worker panics");
        }
        assert_eq!(board.tally(), work_of(0) + work_of(1));
    })
    // Workers take turns where the collector wakes or parks, and loads find old values anywhere; that is enough for two
    // workers to claim the same piece. With one preemption it would take too long.
    .preemptions(Bound::AtMost(0))
    // The collector may wake for no reason, and must look again.
    .early_wakes(1)
}
