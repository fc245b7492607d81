//! Who has the answer to all that the interpreter was sent finds it at rest, and can close it.

use super::by_hand::{CloseError, Interpreters, RunError};
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("who has the answer may close", || {
        let interpreters = Interpreters::new(Tiny::default);
        let interpreter = interpreters.create().expect("there are threads");
        assert_eq!(interpreter.exec("x = 7"), Ok(()));
        assert_eq!(interpreter.is_running(), Ok(false));
        assert_eq!(interpreter.close(), Ok(()));
        assert!(interpreters.list_all().is_empty(), "it is gone");
        assert_eq!(interpreter.close(), Err(CloseError::Closed), "once");
        assert_eq!(interpreter.is_running(), Err(CloseError::Closed));
        assert_eq!(interpreter.exec("x = 8"), Err(RunError::Closed));
    })
    // One preemption takes the interpreter away between its answer and its next step.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
