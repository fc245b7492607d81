//! The action runs once a round, when all have arrived and before anybody is let go; what it does is seen by
//! all.

use super::by_hand::Barrier;
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("the action comes first", || {
        let runs = Arc::new(Plain::new(0));
        let counted = Arc::clone(&runs);
        let barrier = Arc::new(Barrier::new(2).with_action(move || counted.set(counted.get() + 1)));
        let theirs = (Arc::clone(&barrier), Arc::clone(&runs));
        let other = thread::spawn(move || two_rounds(&theirs.0, &theirs.1));
        two_rounds(&barrier, &runs);
        other.join().expect("nobody panics");
    })
    // Complete; one early wake, because a waiter may wake up while the leader is at the action.
    .early_wakes(1)
}

fn two_rounds(barrier: &Barrier, runs: &Plain<u32>) {
    barrier.wait().expect("nobody breaks it");
    assert_eq!(runs.get(), 1, "it has run");
    barrier.wait().expect("nobody breaks it");
    assert_eq!(runs.get(), 2, "and once more");
}
