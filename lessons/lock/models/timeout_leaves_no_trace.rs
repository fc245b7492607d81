//! A wait that times out leaves no trace: the lock goes to who is still in line, and is free in the end. One
//! that was handed the lock as its time ran out has it, or else nobody would.
//!
//! An owner, one who waits for a limited time, and one who waits for as long as it takes.

use super::by_hand::RawLock;
use crate::sync::{Arc, Bound, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("a wait that times out leaves no trace", || {
        let lock = Arc::new(RawLock::new());
        lock.lock();
        let shared = Arc::clone(&lock);
        let hasty = thread::spawn(move || {
            if shared.try_lock_for(Duration::from_secs(1)) {
                shared.unlock().expect("it is the hasty one's");
            }
        });
        let shared = Arc::clone(&lock);
        let patient = thread::spawn(move || {
            shared.lock();
            shared.unlock().expect("it is the patient one's");
        });
        lock.unlock().expect("it is locked");
        hasty.join().expect("the hasty one does not panic");
        patient.join().expect("the patient one does not panic");
        assert_eq!(lock.waiting(), 0, "nobody is in line");
        assert!(lock.try_lock(), "it is free");
    })
    // One to let the waiters into the line before the unlock, or to stop the unlock half way.
    .preemptions(Bound::AtMost(1))
    // The one deadline passes, at a park or at a look.
    .early_wakes(1)
}
