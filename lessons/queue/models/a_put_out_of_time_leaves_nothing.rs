//! A put whose time runs out gives the item back and leaves no trace: the room, and the wakeup that came with it, go to
//! who still waits.
//!
//! A hasty producer, a patient one, and room for one. If the hasty one has it, there is room for the other
//! once that item is fetched.

use std::time::Duration;

use super::by_hand::{PutError, Queue};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a put out of time leaves nothing", || {
        let queue = Arc::new(Queue::new(1));
        queue.put(0).expect("it is open");
        let theirs = Arc::clone(&queue);
        let hasty = thread::spawn(move || theirs.put_timeout(1, Duration::from_secs(1)));
        let theirs = Arc::clone(&queue);
        let patient = thread::spawn(move || theirs.put(2).expect("it is open"));
        assert_eq!(queue.get(), Ok(0));
        let hasty = hasty.join().expect("nobody panics");
        let mut got = Vec::new();
        if hasty.is_ok() {
            got.push(queue.get().expect("it is open"));
        }
        patient.join().expect("nobody panics");
        got.push(queue.get().expect("it is open"));
        got.sort_unstable();
        match hasty {
            Ok(()) => assert_eq!(got, [1, 2]),
            Err(error) => {
                assert_eq!(error, PutError::Full(1));
                assert_eq!(got, [2]);
            }
        }
        assert!(queue.is_empty());
    })
    // One to have both wait when room is made.
    .preemptions(Bound::AtMost(1))
    // The deadline passes, and beside it one more wait may end early.
    .early_wakes(2)
}
