//! The collector, which sleeps until a piece has been published, is woken for it, and finds in the tally what it has in
//! hand.
//!
//! That both come to their end is the promise. One worker, so that nobody else's unpark can save the collector.

use super::board::{self, Board, ByHand, Claiming, Finished, Tally};
use super::by_hand::Counter;
use crate::sync::{Arc, Model, thread};

/// A piece of one pixel.
const WORK: Tally = Tally { pieces: 1, pixels: 1, iterations: 1 };

pub fn model() -> Model {
    Model::new("nobody sleeps through a piece", || {
        let board: Arc<ByHand<(), Counter>> = Arc::new(ByHand::new(1, 1, Claiming::One));
        let (shared, collector) = (Arc::clone(&board), thread::current());
        let worker = thread::spawn(move || {
            let finished = Finished { piece: (), work: WORK };
            board::hand_over(&*shared, 0, finished, &collector).expect("nobody else has drawn it");
        });
        let finished = board::wait_for(&*board, 0, || false);
        assert!(finished.is_some(), "nobody calls it off");
        assert_eq!(board.tally(), WORK, "what is in hand is in the tally");
        worker.join().expect("the worker does not panic");
    })
    // Two threads have few enough schedules for all of them. The collector may wake for no reason.
    .early_wakes(1)
}
