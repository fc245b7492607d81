//! Of two who sleep, both get the lock in the end, though an unlock wakes one of them only: that one says that there is
//! another.
//!
//! That all come to their end is the promise. The unlock comes when both are asleep.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("everybody who waits gets the lock", || {
        let shared = Arc::new((LockWord::new(), LocalFutex::new()));
        let lock = Lock::new(&shared.0, Owner::new(1), &shared.1);
        let guard = lock.lock();
        let others = [2, 3].map(|number| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || drop(Lock::new(&shared.0, Owner::new(number), &shared.1).lock()))
        });
        shared.1.await_sleeps(2);
        drop(guard);
        for other in others {
            other.join().expect("it does not panic");
        }
        assert!(!lock.is_locked());
    })
    // None is needed: who sleeps, and who waits for sleepers, stops by itself.
    .preemptions(Bound::AtMost(0))
    .early_wakes(1)
}
