//! Who spins for a limited time gets the lock or does not, and says which; if not, it has left nothing behind.
//!
//! The owner and one who waits with a deadline, which may pass at each look at it.

use super::by_hand::SpinLock;
use crate::sync::{Arc, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("a limited wait for the spin lock says whether it has it", || {
        let lock = Arc::new(SpinLock::new());
        lock.lock();
        let shared = Arc::clone(&lock);
        let waiter = thread::spawn(move || {
            let locked = shared.try_lock_for(Duration::from_secs(1));
            if locked {
                shared.unlock().expect("it has just been locked");
            }
            locked
        });
        assert!(!lock.try_lock_for(Duration::ZERO), "zero means try, and the lock is taken");
        lock.unlock().expect("it is locked");
        waiter.join().expect("the waiter does not panic");
        assert!(lock.try_lock(), "nobody has it any longer");
    })
    // The deadline is looked at twice a round: one of these looks finds it passed.
    .early_wakes(1)
}
