//! One whose time is up breaks the barrier for all who are in it; or else all had arrived, and nobody is told
//! of a timeout.

use std::time::Duration;

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("one timeout breaks it for all", || {
        let barrier = Arc::new(Barrier::new(2));
        let theirs = Arc::clone(&barrier);
        let patient = thread::spawn(move || theirs.wait());
        let hasty = barrier.wait_timeout(Duration::from_millis(1));
        let patient = patient.join().expect("nobody panics");
        match (hasty, patient) {
            (Ok(mine), Ok(other)) => assert_eq!(mine.index() + other.index(), 1),
            (Err(BarrierError::TimedOut), Err(BarrierError::Broken)) => assert!(barrier.is_broken()),
            other => panic!("both are let go or both are told, not {other:?}"),
        }
        assert_eq!(barrier.n_waiting(), 0, "nobody is left behind");
    })
    // Complete; the timeout may fire at any point, and beside it one more wait may end early.
    .early_wakes(2)
}
