//! A join that has timed out leaves everything as it was, whenever it does so: the handle joins again, and the
//! value is there.
//!
//! Two waits end early: the first may time out, or be woken for nothing and time out then, or so may the
//! second join, which has no timeout.

use std::time::Duration;

use super::by_hand::{StillAlive, spawn};
use crate::sync::Model;

pub fn model() -> Model {
    Model::new("a join that times out can be made again", || {
        let thread = spawn(|| 20);
        let outcome = match thread.join_timeout(Duration::from_secs(1)) {
            Ok(outcome) => outcome,
            Err(StillAlive(thread)) => thread.join(),
        };
        assert_eq!(outcome.expect("it does not panic"), 20);
    })
    .early_wakes(2)
}
