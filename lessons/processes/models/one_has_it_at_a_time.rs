//! At most one owner has the lock at a time, whether it was free or has been slept for.
//!
//! Two threads, each twice, so that each finds what the other's waiting has left behind in the word.

use super::by_hand::{LocalFutex, Lock, LockWord, Owner};
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Arc, Bound, Model, thread};

struct Shared {
    word: LockWord,
    futex: LocalFutex,
    somebody_inside: AtomicBool,
}

fn twice(shared: &Shared, me: u32) {
    let lock = Lock::new(&shared.word, Owner::new(me), &shared.futex);
    for _ in 0..2 {
        let guard = lock.lock();
        // Relaxed: two that are inside at once see each other in some order, with no help of the lock.
        assert!(!shared.somebody_inside.swap(true, Ordering::Relaxed), "two are inside");
        shared.somebody_inside.store(false, Ordering::Relaxed);
        drop(guard);
    }
}

pub fn model() -> Model {
    Model::new("one has the lock at a time", || {
        let shared = Arc::new(Shared {
            word: LockWord::new(),
            futex: LocalFutex::new(),
            somebody_inside: AtomicBool::new(false),
        });
        let other = Arc::clone(&shared);
        let other = thread::spawn(move || twice(&other, 2));
        twice(&shared, 1);
        other.join().expect("the other does not panic");
    })
    // One is enough to come between a look and a step.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
