//! A wait that times out leaves no trace: no level, and no wakeup that was meant for somebody else.
//!
//! An owner, one who waits for a limited time, and one who waits for as long as it takes. The lock becomes free at
//! about the moment at which the time is over.

use super::by_hand::RLock;
use crate::sync::{Arc, Bound, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("a wait that times out leaves no trace", || {
        let lock = Arc::new(RLock::new());
        lock.lock();
        let shared = Arc::clone(&lock);
        let hasty = thread::spawn(move || {
            let locked = shared.try_lock_for(Duration::from_secs(1));
            assert_eq!(shared.recursion_count(), usize::from(locked));
            if locked {
                shared.unlock().expect("it is the hasty one's");
            }
        });
        let shared = Arc::clone(&lock);
        let patient = thread::spawn(move || {
            shared.lock();
            assert_eq!(shared.recursion_count(), 1);
            shared.unlock().expect("it is the patient one's");
        });
        lock.unlock().expect("it is locked");
        hasty.join().expect("the hasty one does not panic");
        patient.join().expect("the patient one does not panic");
        assert!(lock.try_lock(), "it is free");
        assert_eq!(lock.recursion_count(), 1);
    })
    // One to have both wait before the unlock, one to let the hasty one go on in the middle of it.
    .preemptions(Bound::AtMost(2))
    // The one deadline passes, or one wait ends for no reason.
    .early_wakes(1)
}
