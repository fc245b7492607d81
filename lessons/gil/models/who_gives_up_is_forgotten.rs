//! A thread that waits for a limited time, asks, and goes away, leaves no trace: nobody is asked for something that
//! nobody wants any more, nobody waits for it, and if the interpreter was to be had at the last moment, it is not
//! lost.

use std::time::Duration;

use super::by_hand::{DEFAULT_SWITCH_INTERVAL, Gil, TakeError};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("who gives up is forgotten", || {
        let gil = Arc::new(Gil::new(0));
        let mut held = gil.take().expect("nobody closes it");
        let theirs = Arc::clone(&gil);
        let hasty = thread::spawn(move || {
            let taken = theirs.take_timeout(DEFAULT_SWITCH_INTERVAL * 2);
            taken.map(|mut held| *held += 1)
        });
        compute_for(DEFAULT_SWITCH_INTERVAL * 4);
        held.give_way().expect("nobody closes it");
        *held += 1;
        drop(held);
        let taken = hasty.join().expect("nobody panics");
        assert!(matches!(taken, Ok(()) | Err(TakeError::TimedOut)));
        assert!(!gil.is_requested(), "it is forgotten what it has asked for");
        let count = *gil.take_timeout(Duration::ZERO).expect("it is there");
        assert_eq!(count, 1 + u32::from(taken.is_ok()));
    })
    // One takes the hasty thread away between its waits, one the holder while it gives way.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}

fn compute_for(time: Duration) {
    let done = Deadline::after(time);
    while !done.has_passed() {
        thread::park_until(done);
    }
}
