//! A request can be cancelled until the interpreter begins with it: it is done, or cancelled, and not both.

use super::by_hand::Interpreters;
use super::future::Missing;
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("a cancelled request is not begun", || {
        let interpreter = Interpreters::new(Tiny::default).create().expect("there are threads");
        let reply = interpreter.call_in_thread("panic", vec![]).expect("it is open");
        match reply.cancel() {
            true => {
                assert_eq!(reply.result(), Err(Missing::Cancelled));
                assert_eq!(interpreter.call("add", vec![1, 2]), Ok(3), "it has not panicked");
            }
            false => assert!(matches!(reply.result(), Err(Missing::Failed(_))), "it was begun with"),
        }
    })
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
