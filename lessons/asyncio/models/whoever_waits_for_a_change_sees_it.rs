//! Whoever waits for a value to change looks again after each change, in whatever thread it is made.

use super::by_hand::{Watched, run};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("whoever waits for a change sees it", || {
        let value = Arc::new(Watched::new(0));
        let other = {
            let value = Arc::clone(&value);
            thread::spawn(move || {
                value.change(|value| *value += 1);
                value.change(|value| *value += 1);
            })
        };
        run(|executor| async move {
            // A task, since the loop polls what it was given more often than it has to.
            let sees = executor.spawn(async move { value.until(|value| (*value == 2).then_some(())).await });
            assert_eq!(sees.await, Ok(()));
        });
        other.join().expect("it does not panic");
    })
    // One preemption puts a change between looking and waiting.
    .preemptions(Bound::AtMost(1))
}
