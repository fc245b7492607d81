//! Somebody closes an interpreter while another one asks it: either it is not closed, since it has something to do; or
//! who asks is told that it is closed. Nobody asks in vain, and nobody waits for ever.

use super::by_hand::{CloseError, Interpreters, RunError};
use super::tiny::Tiny;
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("closed or asked and not both", || {
        let interpreter = Interpreters::new(Tiny::default).create().expect("there are threads");
        let same = interpreter.clone();
        let asks = thread::spawn(move || same.call("add", vec![1, 2]));
        let closed = interpreter.close();
        let answer = asks.join().expect("it does not panic");
        match closed {
            Ok(()) => assert!(answer == Ok(3) || answer == Err(RunError::Closed)),
            Err(why) => assert_eq!((why, answer), (CloseError::Running, Ok(3))),
        }
    })
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
