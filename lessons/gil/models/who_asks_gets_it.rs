//! A script that goes on and on is asked after an interval, and who has asked is the next one: the holder does not
//! take the interpreter again before that.
//!
//! To compute takes time here: the thread sleeps, with the interpreter in hand, and the clock goes on when nobody can
//! move.

use std::time::Duration;

use super::by_hand::{DEFAULT_SWITCH_INTERVAL, Gil};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("who asks gets it", || {
        let gil = Arc::new(Gil::new(Vec::new()));
        let mut held = gil.take().expect("nobody closes it");
        let theirs = Arc::clone(&gil);
        let other = thread::spawn(move || theirs.take().expect("nobody closes it").push("the other"));
        compute_for(DEFAULT_SWITCH_INTERVAL * 2);
        let asked = held.is_requested();
        held.push("before");
        held.give_way().expect("nobody closes it");
        held.push("after");
        if asked {
            assert_eq!(*held, ["before", "the other", "after"], "who has asked comes first");
        }
        drop(held);
        other.join().expect("nobody panics");
        let counts = gil.counts();
        if asked {
            assert_eq!((counts.switches, counts.requests > 0), (2, true));
        }
    })
    // Who was woken has not moved yet when the holder would take it again: that takes no preemption. One more for a
    // thread that is stopped anywhere else.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}

fn compute_for(time: Duration) {
    let done = Deadline::after(time);
    while !done.has_passed() {
        thread::park_until(done);
    }
}
