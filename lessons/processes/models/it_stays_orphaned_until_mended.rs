//! An orphaned lock says so to each who takes it, until one says that it has mended what the lock protects. Here the
//! first who might do so has a panic instead, and the second is told as well.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a lock stays orphaned until it is mended", || {
        let shared = Arc::new((LockWord::new(), LocalFutex::new()));
        let lock = Lock::new(&shared.0, Owner::new(1), &shared.1);
        std::mem::forget(Lock::new(&shared.0, Owner::new(9), &shared.1).lock());
        let theirs = Arc::clone(&shared);
        let clumsy = thread::spawn(move || {
            let lock = Lock::new(&theirs.0, Owner::new(2), &theirs.1);
            let guard = lock.lock();
            assert!(guard.is_orphaned());
            panic!("before it could mend anything");
        });
        assert!(lock.bury(Owner::new(9)), "the dead one had it");
        clumsy.join().expect_err("it panics");
        let mut guard = lock.lock();
        assert!(guard.is_orphaned(), "nobody has mended it");
        guard.mend();
        drop(guard);
        assert!(!lock.lock().is_orphaned(), "it has been mended");
    })
    // One lets the clumsy one fall asleep before the burial.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
