//! If an interpreter cannot begin, whoever has asked is told why, and so is who asks later.

use super::by_hand::{Builder, ExecutionFailed, Interpreters, Refused, Trouble};
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("a broken pool tells everybody", || {
        let pool = Builder::new(&Interpreters::new(Tiny::default), 1).initializer("x = 1\nraise").build();
        let replies = [1, 2].map(|number| pool.submit("add", vec![number]));
        let mut told = 0;
        for reply in replies {
            match reply {
                Ok(reply) => {
                    let answer = reply.result().expect("nobody cancels it, and nobody dies");
                    assert!(matches!(&*answer, Err(Trouble::Broken(ExecutionFailed { line: Some(2), .. }))));
                    told += 1;
                }
                Err(refused) => assert!(matches!(refused, Refused::Broken(_))),
            }
        }
        assert!(told > 0, "it breaks when somebody asks, and not before");
        assert!(matches!(pool.submit("add", vec![]), Err(Refused::Broken(_))));
    })
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
