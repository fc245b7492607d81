//! Of two who set a cell one does, and the other gets its value back; what is taken out is the winner's.

use super::by_hand::OneShot;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("of two who set a cell one does", || {
        let cell = Arc::new(OneShot::new());
        let shared = Arc::clone(&cell);
        let other = thread::spawn(move || shared.set(2));
        let mine = cell.set(1);
        let theirs = other.join().expect("it does not panic");
        match (mine, theirs) {
            (Ok(()), Err(2)) => assert_eq!(cell.take(), Some(1)),
            (Err(1), Ok(())) => assert_eq!(cell.take(), Some(2)),
            both => panic!("one sets it, and the other gets its value back: {both:?}"),
        }
    })
}
