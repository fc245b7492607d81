//! Whoever waits gets the interpreter when it is put back, without having to ask: nobody sleeps through it.
//!
//! The interval never ends. With one that does, a thread that was not woken would wake up by itself a little later,
//! and nobody would notice.

use std::time::Duration;

use super::by_hand::Gil;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("nobody is forgotten", || {
        let gil = Arc::new(Gil::new(0));
        gil.set_switch_interval(Duration::MAX);
        let others: Vec<_> = (0..2)
            .map(|_| {
                let gil = Arc::clone(&gil);
                thread::spawn(move || *gil.take().expect("nobody closes it") += 1)
            })
            .collect();
        *gil.take().expect("nobody closes it") += 1;
        for other in others {
            other.join().expect("nobody panics");
        }
        assert_eq!(gil.counts().requests, 0, "nobody had to ask");
    })
    // One lets a thread come in before who was woken; to be woken, and not to have moved yet, takes none.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
