//! An interpreter that nobody has any more does what it was sent, and ends.

use super::by_hand::Interpreters;
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("one that nobody has any more ends", || {
        let interpreter = Interpreters::new(Tiny::default).create().expect("there are threads");
        let reply = interpreter.call_in_thread("add", vec![1, 2]).expect("it is open");
        drop(interpreter);
        assert_eq!(reply.result().as_deref(), Ok(&Ok(3)));
    })
    // Its thread has to end by itself: one that waits for ever is a deadlock.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
