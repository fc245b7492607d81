//! At a barrier for two, four threads make two rounds, whoever meets whom; and no round begins before both of
//! the one before have left it.
//!
//! Only with more threads than parties can a round end while somebody still leaves the one before.

use super::by_hand::Barrier;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("rounds do not overlap", || {
        let barrier = Arc::new(Barrier::new(2));
        let others: Vec<_> = (0..3)
            .map(|_| {
                let barrier = Arc::clone(&barrier);
                thread::spawn(move || barrier.wait())
            })
            .collect();
        let mut met = vec![barrier.wait()];
        met.extend(others.into_iter().map(|other| other.join().expect("nobody panics")));
        let mut indices: Vec<usize> =
            met.into_iter().map(|met| met.expect("nobody breaks it").index()).collect();
        indices.sort_unstable();
        assert_eq!(indices, [0, 0, 1, 1], "two rounds of two");
    })
    // Who is slow to leave needs no preemption: it has been woken and not yet moved. Four threads are many, so
    // no more than that.
    .preemptions(Bound::AtMost(0))
}
