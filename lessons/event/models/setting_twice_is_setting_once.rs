//! Two that set it at the same time have set it: the second changes nothing. So it is with two that clear it.

use super::by_hand::Event;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("setting twice is setting once", || {
        let event = Arc::new(Event::new());
        let theirs = Arc::clone(&event);
        let other = thread::spawn(move || theirs.set());
        event.set();
        other.join().expect("nobody panics");
        assert!(event.is_set(), "both have set it");

        let theirs = Arc::clone(&event);
        let other = thread::spawn(move || theirs.clear());
        event.clear();
        other.join().expect("nobody panics");
        assert!(!event.is_set(), "both have cleared it");
    })
}
