//! As long as a piece is open, who claims gets one, and nobody else gets the same.
//!
//! Two pieces and two workers, who claim once each.

use super::by_hand::ReentrantMutex;
use super::regions::{Board, Contents};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a claim is one step", || {
        let board = Arc::new(Board::new(ReentrantMutex::new(Contents::new(2, ()))));
        let theirs = Arc::clone(&board);
        let other = thread::spawn(move || theirs.claim());
        let mine = board.claim();
        let other = other.join().expect("the other does not panic");
        assert!(mine.is_some() && other.is_some(), "there is a piece for each: {mine:?}, {other:?}");
        assert_ne!(mine, other, "and not the same");
        assert_eq!(board.claim(), None, "there are no more");
    })
}
