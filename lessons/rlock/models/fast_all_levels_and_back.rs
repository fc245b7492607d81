//! To give all levels back lets others in; to take them again waits for those, and restores the depth.

use super::by_hand::{FastRLock, NotOwner};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("all levels are given back, and taken again", || {
        let shared = Arc::new((FastRLock::new(), Plain::new(0)));
        let (lock, memory) = (&shared.0, &shared.1);
        lock.lock();
        lock.lock();
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            theirs.0.lock();
            theirs.1.set(theirs.1.get() + 1);
            theirs.0.unlock().expect("it is the other's");
        });
        let depth = lock.unlock_fully().expect("it is this thread's");
        assert_eq!(depth.get(), 2);
        assert_eq!(lock.recursion_count(), 0);
        lock.relock(depth);
        memory.set(memory.get() + 1);
        assert_eq!(lock.unlock(), Ok(()));
        assert_eq!(lock.unlock(), Ok(()), "there are two levels to give back");
        assert_eq!(lock.unlock(), Err(NotOwner), "and no more");
        other.join().expect("the other does not panic");
        assert_eq!(memory.get(), 2);
    })
    // One lets the other one in between, or stops it inside; that it is let in at the end takes none.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
