//! A worker is killed as it wakes up: before it could look at the lock it was woken for. It takes that wakeup along,
//! and the next one in line would sleep for ever, if a burial did not wake everyone.

use super::by_hand::{Futex, LocalFutex, Lock, LockWord, Owner};
use crate::sync::atomic::AtomicU32;
use crate::sync::{Arc, Bound, Deadline, Model, catch_unwind, thread};

/// Who sleeps with it never does anything again.
struct Deadly<'a>(&'a LocalFutex);

impl Futex for Deadly<'_> {
    fn sleep(&self, word: &AtomicU32, value: u32, deadline: Deadline) {
        self.0.sleep(word, value, deadline);
        panic!("killed");
    }

    fn wake_one(&self, word: &AtomicU32) {
        self.0.wake_one(word);
    }

    fn wake_all(&self, word: &AtomicU32) {
        self.0.wake_all(word);
    }
}

pub fn model() -> Model {
    Model::new("a wakeup does not die with who was woken", || {
        let shared = Arc::new((LockWord::new(), LocalFutex::new()));
        let lock = Lock::new(&shared.0, Owner::new(1), &shared.1);
        let guard = lock.lock();
        let theirs = Arc::clone(&shared);
        let worker = thread::spawn(move || {
            let futex = Deadly(&theirs.1);
            let lock = Lock::new(&theirs.0, Owner::new(2), &futex);
            catch_unwind(|| drop(lock.lock())).expect_err("it is killed");
        });
        let theirs = Arc::clone(&shared);
        let patient = thread::spawn(move || {
            drop(Lock::new(&theirs.0, Owner::new(3), &theirs.1).lock());
        });
        shared.1.await_sleeps(2);
        drop(guard);
        worker.join().expect("what has happened to it is contained");
        lock.bury(Owner::new(2));
        patient.join().expect("the patient one does not panic");
    })
    // None is needed: who sleeps, and who waits for sleepers, stops by itself.
    .preemptions(Bound::AtMost(0))
}
