//! A thread is not alive only once its value is there: then a join with no time to wait has it.
//!
//! One thread and one who looks are all that the promise is about.

use std::time::Duration;

use super::by_hand::spawn;
use crate::sync::Model;

pub fn model() -> Model {
    Model::new("a thread that has ended has left its value", || {
        let thread = spawn(|| 20);
        if !thread.is_alive() {
            let outcome = thread.join_timeout(Duration::ZERO).expect("it has ended");
            assert_eq!(outcome.expect("it does not panic"), 20);
        }
    })
}
