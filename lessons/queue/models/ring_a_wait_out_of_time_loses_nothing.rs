//! A get whose time runs out leaves no trace: the item, and the wakeup that came with it, go to who still waits.
//!
//! A hasty consumer, a patient one, and one item. If the hasty one gets it, there is a second one for the other.

use std::time::Duration;

use super::by_hand::{GetError, Ring};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("a wait out of time loses nothing", || {
        let ring = Arc::new(Ring::new(1));
        let theirs = Arc::clone(&ring);
        let hasty = thread::spawn(move || theirs.get_timeout(Duration::from_secs(1)));
        let theirs = Arc::clone(&ring);
        let patient = thread::spawn(move || theirs.get().expect("it is open"));
        // Time passes when nobody else can move: then both sleep.
        thread::park_until(Deadline::after(Duration::from_millis(1)));
        ring.put(1).expect("it is open");
        match hasty.join().expect("nobody panics") {
            Ok(item) => {
                assert_eq!(item, 1);
                ring.put(2).expect("it is open");
                assert_eq!(patient.join().expect("nobody panics"), 2);
            }
            Err(error) => {
                assert_eq!(error, GetError::Empty);
                assert_eq!(patient.join().expect("nobody panics"), 1);
            }
        }
    })
    // Who is slow to wake, and finds its time over, needs none.
    .preemptions(Bound::AtMost(0))
    // The deadline passes.
    .early_wakes(1)
}
