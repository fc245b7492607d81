//! What was written under the lock is seen by who has it next: whether it was free, or was handed over.
//!
//! The memory is plain, so an Acquire or a Release that is missing makes a data race.

use super::by_hand::RawLock;
use crate::sync::{Arc, Model, Plain, thread};

fn add(lock: &RawLock, memory: &Plain<i32>) {
    lock.lock();
    memory.set(memory.get() + 1);
    lock.unlock().expect("it is locked");
}

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("who has the lock sees what was done under it", || {
        let shared = Arc::new((RawLock::new(), Plain::new(0)));
        let other = Arc::clone(&shared);
        let adder = thread::spawn(move || add(&other.0, &other.1));
        add(&shared.0, &shared.1);
        adder.join().expect("the adder does not panic");
        assert_eq!(shared.1.get(), 2);
    })
}
