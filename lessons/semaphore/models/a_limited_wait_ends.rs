//! Who waits for a limited time ends its wait, and says whether it has a permit.
//!
//! No permit comes until it has given up: if it slept for ever, nobody could move.

use std::time::Duration;

use super::by_hand::{Line, Raw};
use crate::sync::{Arc, Deadline, Model, thread};

pub fn model() -> Model {
    model_of::<Line>("a limited wait ends")
}

pub fn model_of<R: Raw + Send + Sync + 'static>(name: &'static str) -> Model {
    Model::new(name, || {
        let permits = Arc::new(R::new(0));
        let theirs = Arc::clone(&permits);
        let waiter = thread::spawn(move || theirs.take_until(Deadline::after(Duration::from_secs(1))));
        let taken = waiter.join().expect("the waiter does not panic");
        assert!(!taken, "there was none");
        permits.give(1, usize::MAX).expect("there is room");
        assert!(permits.try_take(), "and this one is nobody's");
    })
    // Complete. The sleeper may wake for no reason once, and must go on sleeping.
    .early_wakes(1)
}
