//! A worker that is idle when the board is cancelled ends, and so does one that is about to look.

use super::by_hand::Board;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("cancelling ends the workers", || {
        let board = Arc::new(Board::new());
        // The worker that it takes comes below.
        assert!(board.put_up(Box::new(|| {}), 1, || Ok(())).is_ok());
        let worker = {
            let board = Arc::clone(&board);
            thread::spawn(move || {
                while let Some(job) = board.take() {
                    job();
                    board.done();
                }
                board.leave();
            })
        };
        board.cancel();
        worker.join().expect("it does not panic");
        assert_eq!(board.workers(), 0);
    })
    // Complete: two threads, a few steps each.
    .early_wakes(1)
}
