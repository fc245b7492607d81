//! An error that the code did not catch comes to who had sent the code, and the interpreter is as good as before: it
//! has its variables, and answers what comes next.

use super::by_hand::{ExecutionFailed, Interpreters, RunError, Trouble};
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("a failure is told and harms nothing", || {
        let interpreter = Interpreters::new(Tiny::default).create().expect("there are threads");
        let failed = interpreter.exec("x = 7\nraise\nx = 8");
        let Err(RunError::Trouble(Trouble::Failed(ExecutionFailed { line, .. }))) = failed else {
            panic!("{failed:?}");
        };
        assert_eq!(line, Some(2));
        assert_eq!(interpreter.call("x", vec![]), Ok(7));
    })
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
