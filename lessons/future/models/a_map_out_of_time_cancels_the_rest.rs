//! A `map` whose time is up says so once, and cancels what has not begun; its time counts from the call.

use std::time::Duration;

use super::by_hand::{Executor, Missing};
use crate::sync::{Arc, Bound, Model, Mutex};

pub fn model() -> Model {
    Model::new("a map out of time cancels the rest", || {
        let executor = Executor::new(1);
        let done = Arc::new(Mutex::new(0));
        let count = Arc::clone(&done);
        let items =
            executor.map([1, 1], Some(Duration::from_millis(1)), move |number| *count.lock() += number);
        let told: Vec<_> = items.expect("it is open").map(|result| result.map(|_| ())).collect();
        let values = told.iter().filter(|result| result.is_ok()).count();
        if values < 2 {
            assert_eq!(told.last(), Some(&Err(Missing::TimedOut)));
            assert_eq!(told.len(), values + 1, "it is said once");
        }
        executor.join();
        assert!(*done.lock() >= values, "what was given was done");
    })
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
