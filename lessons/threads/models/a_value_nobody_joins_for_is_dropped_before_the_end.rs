//! If the handle is gone, the thread's value is dropped as the last thing that the thread does, not after its
//! end: who has waited for the end and lets the program end finds nothing half dropped.

use super::by_hand::Threads;
use crate::sync::{Arc, Model, Plain};

/// Writes down that it was dropped.
struct Value(Arc<Plain<bool>>);

impl Drop for Value {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

pub fn model() -> Model {
    Model::new("a value nobody joins for is dropped before the end", || {
        let threads = Threads::new();
        let dropped = Arc::new(Plain::new(false));
        let theirs = Arc::clone(&dropped);
        drop(threads.spawn(move || Value(theirs)));
        threads.wait_all();
        assert!(dropped.get());
    })
    // Complete. A wait for the end may be in vain once.
    .early_wakes(1)
}
