//! The end of a thread wakes everyone who waits for it, whenever each of them began to.
//!
//! Two who wait, since waking one of them and forgetting the other is the mistake to be made.

use super::by_hand::spawn;
use crate::sync::{Model, thread};

pub fn model() -> Model {
    Model::new("everyone who waits for a thread is woken", || {
        let awaited = spawn(|| ());
        let known = awaited.thread().clone();
        let other = thread::spawn(move || known.wait());
        awaited.thread().wait();
        other.join().expect("it does not panic");
    })
    // Complete. That who wakes up for no reason sleeps on, and is woken again, a scenario with one who waits shows:
    // `nobody_sleeps_through_the_end`.
    .early_wakes(0)
}
