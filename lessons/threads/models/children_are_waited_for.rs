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
}
