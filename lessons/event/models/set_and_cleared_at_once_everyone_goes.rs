//! `set` and `clear` in one breath let everyone go who waits, though by the time they look the flag is down again.
//!
//! How many wait at that moment depends on the schedule. It is cleared if all do; who comes later finds it set.

use super::by_hand::Event;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("set and cleared at once", || {
        let event = Arc::new(Event::new());
        let waiters = [(); 2].map(|()| {
            let event = Arc::clone(&event);
            thread::spawn(move || event.wait())
        });
        let all_wait = event.waiting() == 2;
        event.set();
        if all_wait {
            event.clear();
            assert!(!event.is_set());
        }
        waiters.into_iter().for_each(|waiter| waiter.join().expect("nobody panics"));
        assert_eq!(event.waiting(), 0);
    })
    // One lets both fall asleep before it is set.
    .preemptions(Bound::AtMost(1))
}
