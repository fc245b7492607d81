//! Rounds do not mix: who is slow to wake from the first is not counted for the second.
//!
//! One round would prove nothing of that, however many parties it had. With three parties two of them can be
//! slow.

use super::by_hand::Barrier;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("three parties, two rounds", || {
        let barrier = Arc::new(Barrier::new(3));
        let others: Vec<_> = (0..2)
            .map(|_| {
                let barrier = Arc::clone(&barrier);
                thread::spawn(move || two_rounds(&barrier))
            })
            .collect();
        let mut indices = vec![two_rounds(&barrier)];
        indices.extend(others.into_iter().map(|other| other.join().expect("nobody panics")));
        for round in 0..2 {
            let mut of_round: Vec<usize> = indices.iter().map(|both| both[round]).collect();
            of_round.sort_unstable();
            assert_eq!(of_round, [0, 1, 2], "each index once a round");
        }
    })
    // A thread that is slow to wake up needs no preemption: it has been woken, and has not moved yet. With one
    // preemption there are more than twenty times as many schedules.
    .preemptions(Bound::AtMost(0))
    .early_wakes(1)
}

fn two_rounds(barrier: &Barrier) -> [usize; 2] {
    [(); 2].map(|()| barrier.wait().expect("nobody breaks it").index())
}
