//! Who gets the lock sees what was done under it before, whether it has slept or not.
//!
//! The memory is plain, so an order that is missing makes a data race.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::{Arc, Bound, Model, Plain, thread};

struct Shared {
    word: LockWord,
    futex: LocalFutex,
    memory: Plain<u32>,
}

fn add(shared: &Shared, me: u32) {
    let lock = Lock::new(&shared.word, Owner::new(me), &shared.futex);
    let _guard = lock.lock();
    shared.memory.set(shared.memory.get() + 1);
}

pub fn model() -> Model {
    Model::new("who gets the lock sees what was done under it", || {
        let shared =
            Arc::new(Shared { word: LockWord::new(), futex: LocalFutex::new(), memory: Plain::new(0) });
        let other = Arc::clone(&shared);
        let other = thread::spawn(move || add(&other, 2));
        add(&shared, 1);
        other.join().expect("the other does not panic");
        assert_eq!(shared.memory.get(), 2);
    })
    // One to let the other fall asleep, one to free the lock as it is about to look again.
    .preemptions(Bound::AtMost(2))
    // One who woke up by itself learns nothing from who freed the lock but by the word.
    .early_wakes(1)
}
