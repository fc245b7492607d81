//! Whoever waits for a future gets its value, all of them, also who asks again; and sees what was done to make it.

use super::by_hand::Promise;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("all who wait get the value", || {
        let made = Arc::new(Plain::new(0));
        let (promise, future) = Promise::new();
        let maker = {
            let made = Arc::clone(&made);
            thread::spawn(move || {
                made.set(1);
                assert_eq!(promise.start(), Ok(()));
                assert_eq!(promise.set_result(7), Ok(()));
            })
        };
        let other = {
            let future = future.clone();
            thread::spawn(move || assert_eq!(future.result().as_deref(), Ok(&7)))
        };
        for _ in 0..2 {
            assert_eq!(future.result().as_deref(), Ok(&7));
            assert_eq!(made.get(), 1, "what was done to make it");
        }
        assert!(future.is_done() && !future.is_running() && !future.is_cancelled());
        maker.join().expect("it does not panic");
        other.join().expect("it does not panic");
    })
    // Who waits stops by itself; one preemption puts the making between any two steps of it.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
