//! Whoever looks while a region is being split finds it whole, or finds what is left of it.
//!
//! Of two pieces one is taken, so that there is something open at any time.

use super::by_hand::ReentrantMutex;
use super::regions::{Board, Contents, Region};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a split is one step", || {
        let board = Arc::new(Board::new(ReentrantMutex::new(Contents::new(2, ()))));
        let theirs = Arc::clone(&board);
        let other = thread::spawn(move || theirs.largest());
        assert_eq!(board.split(Region::new(0, 2)), 0, "the first piece");
        let found = other.join().expect("the other does not panic");
        assert!(found.is_some(), "there was something open all the time");
        assert_eq!(board.largest(), Some(Region::new(1, 1)));
    })
}
