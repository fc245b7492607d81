//! When the lock is closed, all who wait get an error, who has the interpreter is asked to drop it, and who comes
//! later is turned away.
//!
//! The interval never ends, so whoever is not woken sleeps for ever.

use std::time::Duration;

use super::by_hand::{Closed, Gil, TakeError};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("closing wakes everyone", || {
        let gil = Arc::new(Gil::new(()));
        gil.set_switch_interval(Duration::MAX);
        let mut held = gil.take().expect("it is not closed");
        let waiting: Vec<_> = (0..2)
            .map(|_| {
                let gil = Arc::clone(&gil);
                thread::spawn(move || gil.take().map(drop))
            })
            .collect();
        gil.close();
        assert!(gil.is_closed());
        for one in waiting {
            assert_eq!(one.join().expect("nobody panics"), Err(Closed));
        }
        assert!(held.is_requested(), "who has it is asked to leave");
        assert_eq!(held.give_way(), Err(Closed), "and is told why");
        drop(held);
        assert_eq!(gil.take().map(drop), Err(Closed), "who comes is turned away, though nobody has it");
        assert_eq!(gil.take_timeout(Duration::ZERO).map(drop), Err(TakeError::Closed));
    })
    // The lock is closed before, between and after the two come; two make all of these.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
