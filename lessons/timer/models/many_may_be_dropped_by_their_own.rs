//! A function may drop the timers that called it: their thread does not wait for itself, and ends.

use std::time::Duration;

use super::by_hand::{Ending, JoinError, Timers};
use crate::sync::{Arc, Bound, Model, Mutex};

pub fn model() -> Model {
    Model::new("a function drops its timers", || {
        let slot: Arc<Mutex<Option<Timers>>> = Arc::default();
        let theirs = Arc::clone(&slot);
        let timers = Timers::new().expect("there is a thread");
        let other = timers.after(Duration::MAX, || panic!("never comes soon"));
        let others = other.clone();
        let dropping = timers.after(Duration::from_secs(1), move || {
            assert_eq!(
                others.join(),
                Err(JoinError::WouldWaitForItself),
                "this thread would have to make the call"
            );
            let timers = theirs.lock().take();
            drop(timers.expect("it is put there before it is time"));
        });
        *slot.lock() = Some(timers);
        assert_eq!(dropping.join(), Ok(Ending::Called));
        assert_eq!(other.join(), Ok(Ending::Cancelled));
    })
    // Nothing here depends on who is stopped where.
    .preemptions(Bound::AtMost(1))
}
