//! While a thread is in native code that has given the interpreter up, others have it; and it has it again
//! afterwards.
//!
//! The native code waits for something that only a thread with the interpreter does. If it kept it, that would never
//! come.

use std::time::Duration;

use super::by_hand::Gil;
use crate::sync::{Arc, Bound, Condvar, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("native code runs beside", || {
        let shared = Arc::new((Gil::new(0), Mutex::new(false), Condvar::new()));
        shared.0.set_switch_interval(Duration::MAX);
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            let (gil, sent, arrived) = &*theirs;
            *gil.take().expect("nobody closes it") += 1;
            *sent.lock() = true;
            // No wakeup is lost: who waits has looked under the lock.
            arrived.notify_one();
        });
        let (gil, sent, arrived) = &*shared;
        let mut held = gil.take().expect("nobody closes it");
        *held += 1;
        held.release_while(|| {
            let mut sent = sent.lock();
            while !*sent {
                arrived.wait(&mut sent);
            }
        });
        *held += 1;
        assert_eq!(*held, 3, "the other has had it");
        drop(held);
        other.join().expect("nobody panics");
    })
    // The other takes it before, while, or after this one computes.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
