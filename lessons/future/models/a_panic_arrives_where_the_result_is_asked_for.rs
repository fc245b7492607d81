//! A job that panics fails its future with the message, and the executor lives on; and so does what was queued in an
//! executor that breaks, instead of being waited for for ever.

use super::by_hand::{Executor, Failure, Missing};
use super::pool;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("a panic arrives at the result", || {
        let executor = Executor::new(1);
        let wrong = executor.submit(|| -> u32 { panic!("on purpose") }).expect("it is open");
        let right = executor.submit(|| 7).expect("it is open");
        assert_eq!(wrong.result(), Err(Missing::Failed(Failure::Panicked("on purpose".to_owned()))));
        assert_eq!(right.result().as_deref(), Ok(&7));
        drop(executor);

        let broken = Executor::over(pool::Builder::new(1).initializer(|| panic!("on purpose")));
        let future = broken.submit(|| 7).expect("it is not broken yet");
        assert_eq!(future.result(), Err(Missing::Failed(Failure::Abandoned)));
    })
    .preemptions(Bound::AtMost(1))
}
