//! What one has done before the barrier, the other sees after it, round after round; and nobody is a round
//! ahead.
//!
//! The memory is plain: were the two not ordered by the barrier, each access would be a data race.

use super::by_hand::Barrier;
use crate::sync::{Arc, Bound, Model, Plain, thread};

const ROUNDS: u32 = 2;

pub fn model() -> Model {
    Model::new("two parties, two rounds", || {
        let shared = Arc::new((Barrier::new(2), [Plain::new(0), Plain::new(0)]));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || rounds(&theirs.0, &theirs.1, 1));
        rounds(&shared.0, &shared.1, 0);
        other.join().expect("nobody panics");
    })
    // Four waits each: complete would be some millions of schedules. To be overtaken at the barrier takes one
    // preemption.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}

fn rounds(barrier: &Barrier, memory: &[Plain<u32>; 2], me: usize) {
    for round in 1..=ROUNDS {
        memory[me].set(round);
        barrier.wait().expect("nobody breaks it");
        assert_eq!(memory[1 - me].get(), round, "the other has made its round");
        barrier.wait().expect("nobody breaks it");
    }
}
