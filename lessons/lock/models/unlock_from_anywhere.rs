//! Any thread may unlock: a lock may be taken here and given back there, and who waits for it gets it.
//!
//! Locked a second time by the thread that has it, the lock blocks; it is neither an error nor counted.

use super::by_hand::RawLock;
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("locked here, unlocked there", || {
        let shared = Arc::new((RawLock::new(), Plain::new(0)));
        shared.0.lock();
        let other = Arc::clone(&shared);
        let unlocker = thread::spawn(move || {
            other.1.set(1);
            other.0.unlock().expect("it is locked, by another thread");
        });
        shared.0.lock();
        assert_eq!(shared.1.get(), 1, "the second lock waited for the unlock");
        shared.0.unlock().expect("it is locked");
        unlocker.join().expect("the unlocker does not panic");
    })
}
