//! Whoever owns the lock is alone, from the first level to the last, and sees what was done under it before.
//!
//! Two threads go in two levels deep. Each changes memory at both levels, and again when it has given one of them back.

use super::by_hand::RLock;
use crate::sync::{Arc, Model, Plain, thread};

fn visit(lock: &RLock, memory: &Plain<i32>) {
    lock.lock();
    let found = memory.get();
    lock.lock();
    memory.set(found + 1);
    lock.unlock().expect("it is taken twice");
    assert_eq!(memory.get(), found + 1, "nobody else has been here");
    memory.set(found + 2);
    lock.unlock().expect("it is taken once");
}

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("others stay out from the first level to the last", || {
        let shared = Arc::new((RLock::new(), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || visit(&theirs.0, &theirs.1));
        visit(&shared.0, &shared.1);
        other.join().expect("the other does not panic");
        assert_eq!(shared.1.get(), 4);
        assert!(!shared.0.is_locked());
    })
    // Who is woken for no reason must not take itself for the owner.
    .early_wakes(1)
}
