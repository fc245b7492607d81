//! Who joins for a limited time ends its wait, and the timer goes on as if nobody had asked.

use std::time::Duration;

use super::by_hand::{Ending, JoinError, Timer};
use crate::sync::Model;

pub fn model() -> Model {
    Model::new("a limited join ends", || {
        let timer = Timer::new(Duration::MAX, || panic!("never comes soon"));
        timer.start().expect("it was not started before");
        assert_eq!(timer.join_timeout(Duration::from_secs(1)), Err(JoinError::TimedOut));
        assert!(timer.cancel(), "it was pending all the time");
        assert_eq!(timer.join_timeout(Duration::from_secs(1)), Ok(Ending::Cancelled));
    })
    // Complete; one who joins may wake for no reason, and must go on waiting.
    .early_wakes(1)
}
