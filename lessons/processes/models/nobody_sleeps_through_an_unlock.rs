//! No unlock falls between a waiter's last look and its sleep: whoever is about to sleep is woken, or does not fall
//! asleep.
//!
//! That both threads come to their end is the promise. Each takes the lock twice, so that each has been the one who
//! waits, and has found what the other's waiting has left behind.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::{Arc, Bound, Model, thread};

fn twice(word: &LockWord, futex: &LocalFutex, me: u32) {
    let lock = Lock::new(word, Owner::new(me), futex);
    drop(lock.lock());
    drop(lock.lock());
}

pub fn model() -> Model {
    Model::new("nobody sleeps through an unlock", || {
        let shared = Arc::new((LockWord::new(), LocalFutex::new()));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || twice(&theirs.0, &theirs.1, 2));
        twice(&shared.0, &shared.1, 1);
        other.join().expect("the other does not panic");
        assert!(!Lock::new(&shared.0, Owner::new(1), &shared.1).is_locked());
    })
    // One stops the owner with the lock in hand, one puts its unlock between a look and a sleep.
    .preemptions(Bound::AtMost(2))
}
