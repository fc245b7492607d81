//! Who has seen that a thread has ended, by waiting or by a mere look, sees what the thread did.
//!
//! One thread and one who looks are all that the promise is about.

use super::by_hand::spawn;
use crate::sync::{Arc, Model, Plain};

pub fn model() -> Model {
    Model::new("what a thread did is seen by who saw it end", || {
        let pixel = Arc::new(Plain::new(0));
        let theirs = Arc::clone(&pixel);
        let thread = spawn(move || theirs.set(20));
        if thread.is_alive() {
            thread.thread().wait();
        }
        assert_eq!(pixel.get(), 20);
    })
    .early_wakes(1) // one wait, so that each way to end it early has been tried
}
