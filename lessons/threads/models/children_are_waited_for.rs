//! Waiting for all threads takes in those that are started meanwhile.
//!
//! A child that its parent starts as its last act and that nobody else waits for.

use super::by_hand::Threads;
use crate::sync::{Arc, Model, Plain};

pub fn model() -> Model {
    Model::new("the children of threads are waited for", || {
        let threads = Threads::new();
        let painted = Arc::new(Plain::new(0));
        let (family, theirs) = (threads.clone(), Arc::clone(&painted));
        drop(threads.spawn(move || drop(family.spawn(move || theirs.set(20)))));
        threads.wait_all();
        assert_eq!(painted.get(), 20);
    })
    // Complete. That a wait for all looks again when it wakes up for no reason, a scenario with fewer threads shows:
    // `a_value_nobody_joins_for_is_dropped_before_the_end`.
    .early_wakes(0)
}
