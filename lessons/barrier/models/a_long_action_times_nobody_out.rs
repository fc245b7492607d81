//! Once all are here nobody's time runs out any more, however long the action takes: a round whose action was begun
//! opens for everybody.

use std::time::Duration;

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("a long action times nobody out", || {
        let begun = Arc::new(Plain::new(false));
        let begins = Arc::clone(&begun);
        let barrier = Arc::new(Barrier::new(2).with_action(move || begins.set(true)));
        let theirs = Arc::clone(&barrier);
        let patient = thread::spawn(move || theirs.wait());
        let hasty = barrier.wait_timeout(Duration::from_millis(1));
        let patient = patient.join().expect("nobody panics");
        match (hasty, patient) {
            (Ok(_), Ok(_)) => assert!(begun.get()),
            (Err(BarrierError::TimedOut), Err(BarrierError::Broken)) => {
                assert!(!begun.get(), "all were here, and the time was nobody's any more");
            }
            other => panic!("both are let go or both are told, not {other:?}"),
        }
    })
    // Complete; the timeout may fire at any point, and beside it one more wait may end early.
    .early_wakes(2)
}
