//! A pool answers each of its requests, and its interpreters are gone when it is.

use super::by_hand::{Builder, Interpreters};
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("a pool answers each request", || {
        let interpreters = Interpreters::new(Tiny::default);
        let pool = Builder::new(&interpreters, 2).share("x", 1).initializer("y = 2").build();
        let replies = ["x", "y"].map(|name| pool.submit(name, vec![]).expect("it is open"));
        for (reply, value) in replies.iter().zip([1, 2]) {
            assert_eq!(reply.result().as_deref(), Ok(&Ok(value)));
        }
    })
    // Two workers and main; who is slow to wake needs no preemption.
    .preemptions(Bound::AtMost(1))
}
