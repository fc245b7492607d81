//! If every thread of an executor would wait for what only they could do, the last is told instead of waiting for ever.

use super::by_hand::{Executor, Missing};
use crate::sync::{Arc, Bound, Model};

pub fn model() -> Model {
    Model::new("the last to wait is told", || {
        let executor = Arc::new(Executor::new(1));
        let same = Arc::clone(&executor);
        let outer = executor.submit(move || {
            let inner = same.submit(|| 7).expect("it is open");
            // The only thread is this one.
            (inner.result(), inner)
        });
        let told = outer.expect("it is open").result().expect("it does not panic");
        assert_eq!(told.0, Err(Missing::Deadlock));
        assert_eq!(
            told.1.result().as_deref(),
            Ok(&7),
            "the job is done all the same, when its thread is free"
        );
        executor.join();
    })
    // One preemption puts the waiting of `main` between any two steps of the job.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
