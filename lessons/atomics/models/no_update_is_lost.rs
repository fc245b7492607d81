//! Of two who update at the same time each finds what the other has left, and returns what it found.

use super::by_hand::SeqLock;
use crate::sync::{Arc, Model, thread};

/// Adds to both words; returns what the first one was.
fn add(pair: &SeqLock<2>) -> u64 {
    pair.update(|[left, right]| {
        let before = *left;
        *left += 1;
        *right += 1;
        before
    })
}

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("no update is lost", || {
        let pair = Arc::new(SeqLock::new([0, 0]));
        let shared = Arc::clone(&pair);
        let other = thread::spawn(move || add(&shared));
        let mine = add(&pair);
        let theirs = other.join().expect("it does not panic");
        assert_eq!(mine + theirs, 1, "one came first, the other found what it had left");
        assert_eq!(pair.read(), [2, 2]);
    })
}
