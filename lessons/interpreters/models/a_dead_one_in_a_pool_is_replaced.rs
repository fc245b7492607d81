//! If an interpreter of a pool dies, who asked is told, and the next request is served: by a new one, which has run the
//! initializer.

use super::by_hand::{Builder, Interpreters};
use super::future::{Failure, Missing};
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("a dead one in a pool is replaced", || {
        let pool = Builder::new(&Interpreters::new(Tiny::default), 1).initializer("x = 7").build();
        let died = pool.submit("panic", vec![]).expect("it is open");
        let reply = pool.submit("x", vec![]).expect("it is open");
        assert_eq!(died.result(), Err(Missing::Failed(Failure::Abandoned)));
        assert_eq!(reply.result().as_deref(), Ok(&Ok(7)));
    })
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
