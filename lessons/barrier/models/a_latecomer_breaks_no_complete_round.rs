//! One whose time is up at the door, while the leader of a complete round is at the action: the round ends as it would,
//! and the barrier is broken for who comes after it.
//!
//! With one party each round is complete when its only thread has arrived, so two threads are enough.

use std::time::Duration;

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("a latecomer breaks no complete round", || {
        let barrier = Arc::new(Barrier::new(1).with_action(thread::yield_now));
        let theirs = Arc::clone(&barrier);
        let patient = thread::spawn(move || theirs.wait());
        let late = barrier.wait_timeout(Duration::from_millis(1));
        let patient = patient.join().expect("nobody panics");
        match late {
            Ok(arrival) => assert!(arrival.is_leader(), "it came in time, and made a round of its own"),
            Err(error) => assert_eq!((error, barrier.is_broken()), (BarrierError::TimedOut, true)),
        }
        assert!(patient.expect("its round was complete").is_leader());
    })
    // Complete; the timeout may fire at any point.
    .early_wakes(1)
}
