//! A job may submit another and wait for it, as long as there is a thread to do it; and a thread that has been woken
//! and has not moved yet is not taken for one that waits.
//!
//! Two threads: the first waits for the second, which is done with that and then waits for what the first will do.

use super::by_hand::Executor;
use super::pool;
use crate::sync::{Arc, Bound, Model};

pub fn model() -> Model {
    Model::new("a job may wait for another", || {
        let executor = Arc::new(Executor::over(pool::Builder::new(2)));
        let one = ask(&executor, 1);
        let two = ask(&executor, 10);
        assert_eq!(one.result().as_deref(), Ok(&2));
        assert_eq!(two.result().as_deref(), Ok(&11));
        executor.join();
    })
    // Every wait is a place where another thread moves, without any preemption.
    .preemptions(Bound::AtMost(0))
}

/// A job that has another one done, and waits for it.
fn ask(executor: &Arc<Executor>, number: u32) -> super::by_hand::Future<u32> {
    let same = Arc::clone(executor);
    let job = move || match same.submit(move || number).map(|inner| inner.result()) {
        Ok(Ok(number)) => *number + 1,
        // With two such jobs and two threads there may be nobody left: then it is told, and does without.
        Ok(Err(super::by_hand::Missing::Deadlock)) => number + 1,
        other => panic!("it is done, or known that it cannot be, not {other:?}"),
    };
    executor.submit(job).expect("it is open")
}
