//! Who waits for a limited time ends its wait, and has not the lock. Nobody unlocks until it has given up.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::{Arc, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("a limited wait ends", || {
        let shared = Arc::new((LockWord::new(), LocalFutex::new()));
        let lock = Lock::new(&shared.0, Owner::new(1), &shared.1);
        let guard = lock.lock();
        let theirs = Arc::clone(&shared);
        let waiter = thread::spawn(move || {
            let lock = Lock::new(&theirs.0, Owner::new(2), &theirs.1);
            assert!(lock.try_lock().is_none(), "it is taken");
            lock.lock_for(Duration::from_secs(1)).is_some()
        });
        assert!(!waiter.join().expect("the waiter does not panic"), "it cannot have it");
        assert_eq!(lock.owner(), Some(Owner::new(1)));
        drop(guard);
        assert!(lock.try_lock().is_some(), "it is free");
    })
    // The sleeper may wake for no reason, and must go on sleeping.
    .early_wakes(1)
}
