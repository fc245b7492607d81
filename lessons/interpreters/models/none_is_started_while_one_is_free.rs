//! A pool starts an interpreter when all that it has are busy, and none while one is free.

use super::by_hand::{Builder, Interpreters};
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("none is started while one is free", || {
        let interpreters = Interpreters::new(Tiny::default);
        let pool = Builder::new(&interpreters, 2).build();
        for _ in 0..2 {
            let reply = pool.submit("add", vec![1, 2]).expect("it is open");
            assert_eq!(reply.result().as_deref(), Ok(&Ok(3)));
        }
        assert_eq!(pool.interpreters(), 1, "the first was free again as soon as it had answered");
    })
    .preemptions(Bound::AtMost(2))
}
