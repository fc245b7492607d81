//! `map` gives results in the order of the items, whoever is done first. One that is dropped half read cancels the
//! rest; one that is dropped unread cancels nothing.

use super::by_hand::Executor;
use crate::sync::{Arc, Bound, Model, Mutex};

pub fn model() -> Model {
    Model::new("results come in the order of the items", || {
        let executor = Executor::new(2);
        let squares = executor.map([2, 3], None, |number| number * number).expect("it is open");
        let squares: Vec<u32> = squares.map(|square| *square.expect("it does not panic")).collect();
        assert_eq!(squares, [4, 9]);

        let done = Arc::new(Mutex::new(0));
        let count = Arc::clone(&done);
        drop(executor.map([1, 1], None, move |number| *count.lock() += number).expect("it is open"));
        drop(executor);
        assert_eq!(*done.lock(), 2, "unread, and yet done");
    })
    .preemptions(Bound::AtMost(0))
}
