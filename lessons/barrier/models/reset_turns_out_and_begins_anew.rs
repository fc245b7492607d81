//! Reset: who is inside is told that the round is broken; who comes next meets in a new round, also when the
//! reset barrier was broken before.

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("reset begins anew", || {
        let barrier = Arc::new(Barrier::new(2));
        let theirs = Arc::clone(&barrier);
        let other = thread::spawn(move || {
            // Turned out by the reset, if it was inside; then it meets the other one.
            match theirs.wait() {
                Err(BarrierError::Broken) => theirs.wait(),
                met => met,
            }
        });
        barrier.reset();
        let mine = barrier.wait().expect("after the reset it is whole");
        let others = other.join().expect("nobody panics").expect("and nobody breaks it again");
        assert_eq!(mine.index() + others.index(), 1, "they met in one round");
        assert!(!barrier.is_broken());
        assert_eq!(barrier.n_waiting(), 0);
    })
    // Two preemptions put the reset anywhere in the other's wait.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
