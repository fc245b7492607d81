//! One `set` is for all who wait, and no `set` falls between a look and a sleep.

use super::by_hand::Event;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("everyone who waits goes", || {
        let event = Arc::new(Event::new());
        let waiters = [(); 2].map(|()| {
            let event = Arc::clone(&event);
            thread::spawn(move || event.wait())
        });
        event.set();
        waiters.into_iter().for_each(|waiter| waiter.join().expect("nobody panics"));
        assert_eq!(event.waiting(), 0);
    })
    // Two: one puts the set between a look and a sleep, another lets the second waiter sleep before that.
    .preemptions(Bound::AtMost(2))
}
