//! A function that panics takes nothing from the timers after it: their thread goes on.

use std::time::Duration;

use super::by_hand::{Ending, JoinError, Timers};
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("a panic harms no other timer", || {
        let timers = Timers::new().expect("there is a thread");
        let first = timers.after(Duration::ZERO, || panic!("on purpose"));
        let second = timers.after(Duration::ZERO, || ());
        assert_eq!(second.join(), Ok(Ending::Called));
        assert!(matches!(first.join(), Err(JoinError::Panicked(panic)) if panic.message() == "on purpose"));
    })
    // The first may be called before the second is added, or after.
    .preemptions(Bound::AtMost(2))
}
