//! Who has just got the interpreter has it for an interval: who waited for the one before begins to count anew.
//!
//! Three threads: the first drops it by itself soon, a second takes it, and the third has then waited for most of an interval, but
//! not for the second. No wait ends early: time is what this is about.

use super::by_hand::{DEFAULT_SWITCH_INTERVAL, Gil};
use std::time::Duration;

use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("everybody has a whole interval", || {
        let gil = Arc::new(Gil::new(0));
        let held = gil.take().expect("nobody closes it");
        let others: Vec<_> = (0..2)
            .map(|_| {
                let gil = Arc::clone(&gil);
                thread::spawn(move || {
                    let mut held = gil.take().expect("nobody closes it");
                    compute_for(DEFAULT_SWITCH_INTERVAL * 2 / 3);
                    assert!(!held.is_requested(), "an interval has not passed");
                    *held += 1;
                })
            })
            .collect();
        // Both wait by then, and neither has waited for long.
        compute_for(DEFAULT_SWITCH_INTERVAL * 2 / 3);
        drop(held);
        for other in others {
            other.join().expect("nobody panics");
        }
        assert_eq!(*gil.take().expect("nobody closes it"), 2);
        assert_eq!(gil.counts().requests, 0);
    })
    // Time passes when nobody can move, whatever the schedule; none is needed for that.
    .preemptions(Bound::AtMost(1))
}

fn compute_for(time: Duration) {
    let done = Deadline::after(time);
    while !done.has_passed() {
        thread::park_until(done);
    }
}
