//! A wait that is over without the lock takes nothing from anybody: not the wakeup that was meant for who still sleeps.
//!
//! Two sleep, one of them for a limited time, and this one is woken. Before it looks, somebody comes along who does not
//! have to sleep, and takes the lock. So the one with the limit goes away without it, and it is the only one who knows that
//! there is still somebody asleep.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::{Arc, Bound, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("a timeout leaves no trace", || {
        let shared = Arc::new((LockWord::new(), LocalFutex::new()));
        let lock = Lock::new(&shared.0, Owner::new(1), &shared.1);
        let guard = lock.lock();
        let theirs = Arc::clone(&shared);
        let hasty = thread::spawn(move || {
            drop(Lock::new(&theirs.0, Owner::new(2), &theirs.1).lock_for(Duration::from_secs(1)));
        });
        let theirs = Arc::clone(&shared);
        let patient = thread::spawn(move || {
            drop(Lock::new(&theirs.0, Owner::new(3), &theirs.1).lock());
        });
        shared.1.await_sleepers(2);
        drop(guard);
        // The one who comes along, and stays until the hasty one has gone.
        let again = lock.lock();
        hasty.join().expect("the hasty one does not panic");
        drop(again);
        patient.join().expect("the patient one does not panic");
        assert!(!lock.is_locked());
    })
    // None is needed: who sleeps, and who waits for sleepers, stops by itself.
    .preemptions(Bound::AtMost(0))
    // The deadline passes early, at a sleep or at a look.
    .early_wakes(1)
}
