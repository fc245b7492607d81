//! A guard that is dropped by a panic unlocks, and whoever waits gets the lock. It is not orphaned: its owner lives.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a panic unlocks", || {
        let shared = Arc::new((LockWord::new(), LocalFutex::new()));
        let theirs = Arc::clone(&shared);
        let clumsy = thread::spawn(move || {
            let lock = Lock::new(&theirs.0, Owner::new(2), &theirs.1);
            let _guard = lock.lock();
            panic!("with the lock in hand");
        });
        let lock = Lock::new(&shared.0, Owner::new(1), &shared.1);
        assert!(!lock.lock().is_orphaned());
        clumsy.join().expect_err("it panics");
        assert!(!lock.is_locked());
    })
    // One lets the other fall asleep before the panic.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
