//! Whoever waits until nothing is left goes on when the last jobs are dropped.
//!
//! The job that is dropped is alone on its board: nobody has begun, and nobody will, so the drop itself has to tell.

use super::by_hand::Board;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("cancelling ends the wait for quiet", || {
        let board = Arc::new(Board::new());
        // It takes a worker, which does not come.
        assert!(board.put_up(Box::new(|| unreachable!("it is dropped")), 1, || Ok(())).is_ok());
        let waiter = {
            let board = Arc::clone(&board);
            thread::spawn(move || board.wait_until_quiet())
        };
        assert_eq!(board.cancel(), 1);
        waiter.join().expect("it does not panic");
        assert_eq!(board.waiting(), 0);
    })
    // Complete: two threads, a few steps each.
    .early_wakes(1)
}
