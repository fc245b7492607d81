//! Who reads what an update has left sees what the writer had done before it.
//!
//! The memory is plain, so an order that is missing is a data race. One word is enough: that words belong together is
//! another promise.

use super::by_hand::SeqLock;
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a reading publishes what came before the update", || {
        let shared = Arc::new((Plain::new(0), SeqLock::new([0])));
        let theirs = Arc::clone(&shared);
        let writer = thread::spawn(move || {
            theirs.0.set(7);
            theirs.1.update(|[ready]| *ready = 1);
        });
        if shared.1.read() == [1] {
            assert_eq!(shared.0.get(), 7);
        }
        writer.join().expect("the writer does not panic");
    })
}
