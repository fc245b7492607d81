//! Who sees the flag sees what was done before it was raised; a flag that is not seen promises nothing.
//!
//! The message is plain memory, so an order that is missing is a data race. The counter is `Relaxed`, and its newest
//! value is seen all the same: what a flag publishes is everything that came before it.

use super::by_hand::{Counter, Flag};
use crate::sync::{Arc, Model, Plain, hint, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a flag publishes what came before it", || {
        let shared = Arc::new((Plain::new(0), Counter::new(), Flag::new()));
        let theirs = Arc::clone(&shared);
        let writer = thread::spawn(move || {
            let (message, count, ready) = &*theirs;
            message.set(7);
            count.add(1);
            ready.raise();
        });
        let (message, count, ready) = &*shared;
        while !ready.is_raised() {
            hint::spin_loop();
        }
        assert_eq!((message.get(), count.get()), (7, 1));
        writer.join().expect("the writer does not panic");
    })
}
