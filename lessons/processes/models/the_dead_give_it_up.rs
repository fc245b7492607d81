//! A worker is killed with the lock in hand. Whoever sleeps for it gets it when the dead one is buried, is told that it
//! is orphaned, and sees what the dead one has done.
//!
//! To be killed is, for a guard, to be forgotten: nothing of the process's own runs any more.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::{Arc, Bound, Model, Plain, thread};

struct Shared {
    word: LockWord,
    futex: LocalFutex,
    memory: Plain<u32>,
}

pub fn model() -> Model {
    Model::new("the dead give the lock up", || {
        let shared =
            Arc::new(Shared { word: LockWord::new(), futex: LocalFutex::new(), memory: Plain::new(0) });
        let theirs = Arc::clone(&shared);
        let worker = thread::spawn(move || {
            let lock = Lock::new(&theirs.word, Owner::new(2), &theirs.futex);
            let guard = lock.lock();
            theirs.memory.set(theirs.memory.get() + 1);
            std::mem::forget(guard);
        });
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            let lock = Lock::new(&theirs.word, Owner::new(3), &theirs.futex);
            let mut guard = lock.lock();
            let found = theirs.memory.get();
            assert_eq!(guard.is_orphaned(), found == 1, "who comes after the dead is told, and nobody else");
            guard.mend();
            theirs.memory.set(found + 1);
        });
        worker.join().expect("it is killed");
        let lock = Lock::new(&shared.word, Owner::new(1), &shared.futex);
        lock.bury(Owner::new(2));
        other.join().expect("the other does not panic");
        let found = lock.lock();
        assert_eq!(shared.memory.get(), 2, "both have been inside");
        drop(found);
    })
    // One to let the other fall asleep, or to stop it at a look, before the burial.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
