//! Cancelling wakes who joins, and the timer's own thread: nobody goes on sleeping until a time that does not matter
//! any more.
//!
//! The interval never ends, so whoever is not woken sleeps for ever.

use std::time::Duration;

use super::by_hand::{Ending, Timer};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("cancel wakes everyone", || {
        let timer = Arc::new(Timer::new(Duration::MAX, || panic!("never comes soon")));
        timer.start().expect("it was not started before");
        let theirs = Arc::clone(&timer);
        let waiter = thread::spawn(move || theirs.join());
        // Lets the two go to sleep without a preemption.
        thread::yield_now();
        assert!(timer.cancel());
        assert_eq!(waiter.join().expect("nobody panics"), Ok(Ending::Cancelled));
    })
    // Both sleep without any; one stops somebody on the way to it.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
