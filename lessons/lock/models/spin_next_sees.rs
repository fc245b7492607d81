//! What was written under the spin lock is seen by who takes it next, also with `try_lock`.
//!
//! The memory is plain, so an Acquire or a Release that is missing makes a data race.

use super::by_hand::SpinLock;
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("who takes the spin lock sees what was done under it", || {
        let shared = Arc::new((SpinLock::new(), Plain::new(0)));
        let other = Arc::clone(&shared);
        let writer = thread::spawn(move || {
            let (lock, memory) = &*other;
            lock.lock();
            memory.set(memory.get() + 1);
            lock.unlock().expect("it is locked");
        });
        let (lock, memory) = &*shared;
        if lock.try_lock() {
            memory.set(memory.get() + 1);
            lock.unlock().expect("it is locked");
        }
        lock.lock();
        let seen = memory.get();
        lock.unlock().expect("it is locked");
        assert!(seen <= 2);
        writer.join().expect("the writer does not panic");
        assert!(memory.get() >= 1);
    })
}
