//! What is lent may come back, so its place is kept until it is certain that it does not. Then whoever waits for room
//! is let in.

use super::by_hand::queue::Shelf;
use crate::sync::{Arc, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("lent items take room", || {
        let shelf = Arc::new(Shelf::new(1));
        let same = Arc::clone(&shelf);
        let putter = thread::spawn(move || (1..=2).all(|item| same.put(item, Deadline::NEVER).is_ok()));
        for expected in 1..=2 {
            let loan = shelf.lend(Deadline::NEVER).expect("it is open");
            assert_eq!(shelf.len(), 0, "the place of what is lent is nobody else's");
            assert_eq!(loan.keep(), expected);
        }
        assert!(putter.join().expect("it does not panic"));
    })
    // Complete: two threads, `main` included.
    .early_wakes(1)
}
