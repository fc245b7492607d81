//! A wait that times out leaves no trace: a permit that comes goes to who still waits. One that has been given its
//! permit as its time ran out has it, or else nobody would.
//!
//! One waits for a limited time, one for as long as it takes, and there is one permit for both.

use std::time::Duration;

use super::by_hand::{Line, Raw};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    model_of::<Line>("a timeout loses no permit")
}

pub fn model_of<R: Raw + Send + Sync + 'static>(name: &'static str) -> Model {
    Model::new(name, || {
        let permits = Arc::new(R::new(0));
        let theirs = Arc::clone(&permits);
        let hasty = thread::spawn(move || {
            if theirs.take_until(Deadline::after(Duration::from_secs(1))) {
                theirs.give(1, usize::MAX).expect("there is room");
            }
        });
        let theirs = Arc::clone(&permits);
        let patient = thread::spawn(move || {
            assert!(theirs.take_until(Deadline::NEVER));
            theirs.give(1, usize::MAX).expect("there is room");
        });
        // Lets them wait without a preemption.
        thread::yield_now();
        permits.give(1, usize::MAX).expect("there is room");
        hasty.join().expect("the hasty one does not panic");
        patient.join().expect("the patient one does not panic");
        assert_eq!(permits.available(), 1, "it is still there");
    })
    // One stops somebody half way: who gives up, or who gives.
    .preemptions(Bound::AtMost(1))
    // The deadline passes, at any point.
    .early_wakes(1)
}
