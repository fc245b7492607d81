//! A thread that gives way waits for another to take the interpreter. If the other goes away without taking it,
//! because the lock is closed, or its time is up, or if nobody was there, that wait ends too.

use std::time::Duration;

use super::by_hand::Gil;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("nobody waits for a switch that never comes", || {
        let gil = Arc::new(Gil::new(()));
        gil.set_switch_interval(Duration::MAX);
        let mut held = gil.take().expect("it is not closed");
        held.give_way().expect("there is nobody to give way to");
        let (theirs, closer) = (Arc::clone(&gil), Arc::clone(&gil));
        let other = thread::spawn(move || theirs.take().map(drop).ok());
        let closer = thread::spawn(move || closer.close());
        let told = held.give_way();
        assert!(told.is_ok() || gil.is_closed());
        drop(held);
        other.join().expect("nobody panics");
        closer.join().expect("nobody panics");
    })
    // Who was woken has not moved yet when the lock is closed; one stops somebody anywhere else.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
