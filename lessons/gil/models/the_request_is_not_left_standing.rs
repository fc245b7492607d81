//! Whoever has got the interpreter is not asked for it by what was asked of the one before.
//!
//! No wait ends early: so nobody has waited for an interval again when it is looked.

use std::time::Duration;

use super::by_hand::{DEFAULT_SWITCH_INTERVAL, Gil};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("the request is not left standing", || {
        let gil = Arc::new(Gil::new(0));
        let mut held = gil.take().expect("nobody closes it");
        let theirs = Arc::clone(&gil);
        let other = thread::spawn(move || {
            let held = theirs.take().expect("nobody closes it");
            assert!(!held.is_requested(), "nobody has asked this thread for it");
        });
        compute_for(DEFAULT_SWITCH_INTERVAL * 2);
        held.give_way().expect("nobody closes it");
        drop(held);
        other.join().expect("nobody panics");
        assert!(!gil.is_requested(), "and nobody asks in the end");
    })
    // The two meet at one place, and two take each of them away there.
    .preemptions(Bound::AtMost(2))
}

fn compute_for(time: Duration) {
    let done = Deadline::after(time);
    while !done.has_passed() {
        thread::park_until(done);
    }
}
