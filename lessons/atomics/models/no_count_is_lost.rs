//! However two threads add, all that they have added is there.

use super::by_hand::Counter;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("no count is lost", || {
        let counter = Arc::new(Counter::new());
        let other = Arc::clone(&counter);
        let adder = thread::spawn(move || other.add(1));
        counter.add(1);
        adder.join().expect("the adder does not panic");
        assert_eq!(counter.get(), 2, "as many as were added");
    })
}
