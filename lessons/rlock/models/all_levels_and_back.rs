//! To give all levels back lets others in, whatever the depth; to take them again waits for those, and
//! restores the depth. It is what a condition does while it waits.

use super::by_hand::{NotOwner, RLock};
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("all levels are given back, and taken again", || {
        let shared = Arc::new((RLock::new(), Plain::new(0)));
        let (lock, memory) = (&shared.0, &shared.1);
        for _ in 0..3 {
            lock.lock();
        }
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            theirs.0.lock();
            theirs.1.set(theirs.1.get() + 1);
            theirs.0.unlock().expect("it is the other's");
        });
        let depth = lock.unlock_fully().expect("it is this thread's");
        assert_eq!(depth.get(), 3);
        assert_eq!(lock.recursion_count(), 0);
        lock.relock(depth);
        assert_eq!(lock.recursion_count(), 3);
        memory.set(memory.get() + 1);
        for _ in 0..3 {
            lock.unlock().expect("there are three levels to give back");
        }
        assert_eq!(lock.unlock(), Err(NotOwner), "and no more");
        other.join().expect("the other does not panic");
        assert_eq!(memory.get(), 2);
    })
    .early_wakes(1)
}
