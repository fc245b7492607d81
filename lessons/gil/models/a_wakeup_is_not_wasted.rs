//! When the interpreter is put back, one thread is woken. If that is one whose time is up, it takes it all the same,
//! or it leaves it to another who waits: nobody sleeps while the interpreter is there.
//!
//! The interval never ends, so whoever is not woken sleeps for ever.

use std::time::Duration;

use super::by_hand::Gil;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a wakeup is not wasted", || {
        let gil = Arc::new(Gil::new(0));
        gil.set_switch_interval(Duration::MAX);
        let held = gil.take().expect("nobody closes it");
        let (hasty, patient) = (Arc::clone(&gil), Arc::clone(&gil));
        let hasty = thread::spawn(move || {
            hasty.take_timeout(Duration::from_millis(1)).map(|mut held| *held += 1).is_ok()
        });
        let patient = thread::spawn(move || *patient.take().expect("nobody closes it") += 1);
        drop(held);
        patient.join().expect("nobody panics");
        let taken = hasty.join().expect("nobody panics");
        assert_eq!(*gil.take().expect("nobody closes it"), 1 + u32::from(taken));
    })
    // Both go to sleep without any; the hasty one's time is up when its wait ends early.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
