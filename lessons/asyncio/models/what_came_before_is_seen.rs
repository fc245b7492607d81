//! Whoever comes through sees what was done before the gate was opened.
//!
//! Two threads are enough: one that opens and one that waits. The memory is plain, so that a
//! schedule in which nothing orders the two is a data race. One wait may end early: waits for a condition may do that.

use super::by_hand::Gate;
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("what came before is seen", || {
        let shared = Arc::new((Gate::new(), Plain::new(0)));
        let opener = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                shared.1.set(20);
                shared.0.open();
            })
        };
        shared.0.wait();
        assert_eq!(shared.1.get(), 20, "what was done before it opened");
        assert!(shared.0.is_open());
        opener.join().expect("it does not panic");
    })
    // Explored completely, which is the usual bound. A larger one says here what its bound is, and why:
    // `.preemptions(Bound::AtMost(2))`.
    .early_wakes(1)
}
