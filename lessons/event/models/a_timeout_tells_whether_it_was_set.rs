//! A wait with a timeout returns `true` if it was set by then or meanwhile, and `false` otherwise; and it leaves no
//! trace.

use std::time::Duration;

use super::by_hand::Event;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("a timeout tells whether it was set", || {
        let shared = Arc::new((Event::new(), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            let (event, memory) = &*theirs;
            memory.set(7);
            event.set();
            // Whoever is still inside has not looked for the last time, and when it does, it is set.
            event.waiting()
        });
        let (event, memory) = &*shared;
        let was_set = event.wait_timeout(Duration::from_secs(1));
        if was_set {
            assert_eq!(memory.get(), 7);
        }
        let still_inside = other.join().expect("nobody panics");
        assert!(was_set || still_inside == 0, "it was set meanwhile");
        assert_eq!(event.waiting(), 0, "no trace");
        assert!(event.wait_timeout(Duration::ZERO), "it is set by now");
        event.clear();
        assert!(!event.wait_timeout(Duration::ZERO), "it is not");
        assert_eq!(event.waiting(), 0, "no trace");
    })
    // One puts the set between the end of the time and the last look.
    .preemptions(Bound::AtMost(1))
    .early_wakes(2)
}
