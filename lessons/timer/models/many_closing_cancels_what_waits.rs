//! Dropping the timers cancels what waits for its time, wakes who joins, and ends the thread; a call that is under way
//! has ended by then.

use std::time::Duration;

use super::by_hand::{Ending, Timers};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("closing cancels what waits", || {
        let timers = Timers::new().expect("there is a thread");
        let called = Arc::new(Plain::new(false));
        let theirs = Arc::clone(&called);
        let soon = timers.after(Duration::from_secs(1), move || theirs.set(true));
        let never = timers.after(Duration::MAX, || panic!("never comes soon"));
        let waiter = thread::spawn(move || never.join());
        drop(timers);
        assert_eq!(waiter.join().expect("nobody panics"), Ok(Ending::Cancelled));
        // Were the call still under way, this would be a data race.
        let was_called = called.get();
        assert_eq!(soon.join(), Ok(if was_called { Ending::Called } else { Ending::Cancelled }));
    })
    // The first one's time may come at any point before; one stops the thread at the call.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
