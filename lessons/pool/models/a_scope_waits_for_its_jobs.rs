//! A scope does not end before its jobs have: what they borrowed is the caller's alone again.
//!
//! The memory is on the caller's stack and plain: a job that was still at it would be a data race.

use super::by_hand::Pool;
use crate::sync::{Bound, Model, Plain};

pub fn model() -> Model {
    Model::new("a scope waits for its jobs", || {
        let pool = Pool::new(2);
        let halves = [Plain::new(0), Plain::new(0)];
        pool.scope(|scope| {
            for half in &halves {
                scope.execute(move || half.set(half.get() + 1)).expect("it is open");
            }
        });
        for half in &halves {
            half.set(half.get() + 10);
            assert_eq!(half.get(), 11);
        }
        assert_eq!(pool.panics(), 0);
    })
    // A job that has not begun, or not ended, when the body returns needs no preemption. With one there are a hundred
    // times as many schedules.
    .preemptions(Bound::AtMost(0))
    .early_wakes(1)
}
