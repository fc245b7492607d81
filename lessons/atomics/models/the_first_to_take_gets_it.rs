//! Of two who take a value one gets it, also if it is being set at that moment.

use super::by_hand::OneShot;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Few enough schedules for all of them.
    Model::new("of two who take a value one gets it", || {
        let cell = Arc::new(OneShot::new());
        let shared = Arc::clone(&cell);
        let other = thread::spawn(move || shared.take());
        cell.set(1).expect("nobody else sets it");
        let mine = cell.take();
        let theirs = other.join().expect("it does not panic");
        match (mine, theirs) {
            (Some(1), None) | (None, Some(1)) => {}
            both => panic!("one of them has it: {both:?}"),
        }
    })
}
