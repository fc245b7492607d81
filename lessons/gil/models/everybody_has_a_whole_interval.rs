//! Who has just got the interpreter has it for an interval: a thread whose time is up by then has waited for the one
//! before, and begins anew.
//!
//! Three threads: one has the interpreter, two wait, and when one of the two has got it, the other's interval is
//! over. One wait ends early and no more, so that is the only one that can be over.

use std::mem;

use super::by_hand::Gil;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("everybody has a whole interval", || {
        // Whether the next one to have it has it from the first, for whom both have waited.
        let gil = Arc::new(Gil::new(false));
        let mut held = gil.take().expect("nobody closes it");
        let others: Vec<_> = (0..2)
            .map(|_| {
                let gil = Arc::clone(&gil);
                thread::spawn(move || {
                    let mut held = gil.take().expect("nobody closes it");
                    if mem::take(&mut *held) {
                        assert!(!held.is_requested(), "nobody has waited for this thread yet");
                    }
                })
            })
            .collect();
        // Lets the two go to sleep without a preemption.
        thread::yield_now();
        *held = gil.waiting() == 2;
        drop(held);
        for other in others {
            other.join().expect("nobody panics");
        }
    })
    // An interval that is over after others have moved costs one.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
