//! Two ask the same interpreter, and each gets its own answer.

use super::by_hand::Interpreters;
use super::tiny::Tiny;
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("an answer is the one asked for", || {
        let interpreter = Interpreters::new(Tiny::default).create().expect("there are threads");
        let same = interpreter.clone();
        let other = thread::spawn(move || same.call("add", vec![1, 2]));
        assert_eq!(interpreter.call("add", vec![3, 4]), Ok(7));
        assert_eq!(other.join().expect("it does not panic"), Ok(3));
    })
    // One preemption brings a second request between any two steps of the first.
    .preemptions(Bound::AtMost(1))
}
