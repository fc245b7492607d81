//! What the lock does *not* promise: a script that reads a variable, computes, and assigns what came out may be sent away in
//! between, and then what the other has counted is lost. Each step by itself is whole, though: the variable holds a count, and
//! one that somebody has assigned.
//!
//! The lock is no lock of the script's. One that counts right has one of its own, or does it in one step.

use super::by_hand::{Gil, Held};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a count of two steps", || {
        let gil = Arc::new(Gil::new(0));
        let theirs = Arc::clone(&gil);
        let other = thread::spawn(move || count(&mut theirs.take().expect("nobody closes it")));
        count(&mut gil.take().expect("nobody closes it"));
        other.join().expect("nobody panics");
        let count = *gil.take().expect("nobody closes it");
        assert!((1..=2).contains(&count), "{count} of 2");
    })
    // One takes a thread away between its two steps, one wakes the other early, so that it asks.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}

/// `count = one_more(count)`, with a call in between, where the evaluator looks whether it is asked to give way.
// ANCHOR: count
fn count(held: &mut Held<'_, u32>) {
    let read = **held;
    if held.is_requested() {
        held.give_way().expect("nobody closes it");
    }
    **held = read + 1;
}
// ANCHOR_END: count
