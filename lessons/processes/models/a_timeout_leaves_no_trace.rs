//! A wait that is over without the lock takes nothing from anybody: not the wakeup that was meant for who still sleeps.
//!
//! Two sleep, one of them for a limited time, and this one is woken. Before it gets to look, somebody comes along who
//! does not have to sleep, and takes the lock, and its time is over. So it goes away, and it is the only one who knows
//! that there is still somebody asleep.

use super::by_hand::{Futex, LocalFutex, Lock, LockWord, Owner};
use crate::sync::atomic::AtomicU32;
use crate::sync::{Arc, Bound, Condvar, Deadline, Model, Mutex, thread};
use std::time::Duration;

/// Who was woken does not run at once, but only when its time is over.
struct Slow<'a> {
    futex: &'a LocalFutex,
    processor: Mutex<()>,
    is_free: Condvar,
}

impl Futex for Slow<'_> {
    fn sleep(&self, word: &AtomicU32, value: u32, deadline: Deadline) {
        self.futex.sleep(word, value, deadline);
        let mut processor = self.processor.lock();
        while !self.is_free.wait_until(&mut processor, deadline).timed_out() {}
    }

    fn wake_one(&self, word: &AtomicU32) {
        self.futex.wake_one(word);
    }

    fn wake_all(&self, word: &AtomicU32) {
        self.futex.wake_all(word);
    }
}

pub fn model() -> Model {
    Model::new("a timeout leaves no trace", || {
        let shared = Arc::new((LockWord::new(), LocalFutex::new()));
        let lock = Lock::new(&shared.0, Owner::new(1), &shared.1);
        let guard = lock.lock();
        let theirs = Arc::clone(&shared);
        let hasty = thread::spawn(move || {
            let futex = Slow { futex: &theirs.1, processor: Mutex::new(()), is_free: Condvar::new() };
            drop(Lock::new(&theirs.0, Owner::new(2), &futex).lock_for(Duration::from_secs(1)));
        });
        let theirs = Arc::clone(&shared);
        let patient = thread::spawn(move || {
            drop(Lock::new(&theirs.0, Owner::new(3), &theirs.1).lock());
        });
        shared.1.await_sleeps(2);
        drop(guard);
        // The one who comes along, and stays until the hasty one has gone.
        let again = lock.lock();
        hasty.join().expect("the hasty one does not panic");
        drop(again);
        patient.join().expect("the patient one does not panic");
        assert!(!lock.is_locked());
    })
    // None is needed: who sleeps, and who waits for sleepers, stops by itself.
    .preemptions(Bound::AtMost(0))
}
