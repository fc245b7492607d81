//! One in each round is the leader, the last to arrive; and when the round is over, nobody counts as waiting.

use super::by_hand::Barrier;
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("one leader a round", || {
        let shared = Arc::new((Barrier::new(2), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || lead(&theirs));
        let mine = lead(&shared);
        let others = other.join().expect("nobody panics");
        assert!(mine ^ others, "one of the two leads");
        assert_eq!(shared.1.get(), 1);
    })
    // Complete. No wait needs to end early for this promise.
    .early_wakes(0)
}

/// Only the leader writes the memory. Were there two, their writes would be a data race.
fn lead((barrier, led): &(Barrier, Plain<u32>)) -> bool {
    let arrival = barrier.wait().expect("nobody breaks it");
    if arrival.is_leader() {
        assert_eq!(arrival.index(), 1, "the last one to arrive leads");
        led.set(led.get() + 1);
    }
    assert_eq!(barrier.n_waiting(), 0, "who leaves does not wait");
    arrival.is_leader()
}
