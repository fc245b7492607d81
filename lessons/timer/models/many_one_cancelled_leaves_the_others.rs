//! One timer that is cancelled is not called and leaves nothing behind; the others are called as if it had never been.

use std::time::Duration;

use super::by_hand::{Ending, Timers};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("one cancelled leaves the others", || {
        let timers = Timers::new().expect("there is a thread");
        let called = Arc::new(Plain::new(false));
        let theirs = Arc::clone(&called);
        let near = timers.after(Duration::from_secs(1), move || theirs.set(true));
        let far = timers.after(Duration::from_secs(2), || ());
        let farthest = timers.after(Duration::from_secs(3), || ());
        thread::yield_now();
        if near.cancel() {
            assert!(!called.get(), "it was called all the same");
            assert!(timers.pending() <= 2, "nothing of it is left");
            assert_eq!(near.join(), Ok(Ending::Cancelled));
        }
        // One that is not the nearest.
        let ending = if farthest.cancel() { Ending::Cancelled } else { Ending::Called };
        assert_eq!(farthest.join(), Ok(ending));
        assert_eq!(far.join(), Ok(Ending::Called));
        assert_eq!(timers.pending(), 0);
    })
    // Its time may come at any point.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
