//! Of two threads that start a timer, one does, and the other is told; so the function is called once.

use std::time::Duration;

use super::by_hand::{StartError, Timer};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("one of two starts it", || {
        let timer = Arc::new(Timer::new(Duration::ZERO, || ()));
        let theirs = Arc::clone(&timer);
        let other = thread::spawn(move || theirs.start());
        let mine = timer.start();
        let others = other.join().expect("nobody panics");
        match (mine, others) {
            (Ok(()), Err(StartError::AlreadyStarted)) | (Err(StartError::AlreadyStarted), Ok(())) => {}
            both => panic!("one of the two starts it: {both:?}"),
        }
        timer.join().expect("it does not panic");
    })
    // To be overtaken between looking and starting takes one.
    .preemptions(Bound::AtMost(1))
}
