//! What was written under the lock is seen also by who gets it just as its time is over, and by who gives up and
//! comes again.
//!
//! The first learns that it owns the lock only by not being in line any longer, and the second makes the owner find
//! an empty line. The memory is plain, so an order that is missing makes a data race.

use super::by_hand::RawLock;
use crate::sync::{Arc, Bound, Model, Plain, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("who gets the lock in the last moment sees what was done under it", || {
        let shared = Arc::new((RawLock::new(), Plain::new(0)));
        shared.0.lock();
        let other = Arc::clone(&shared);
        let waiter = thread::spawn(move || {
            let (lock, memory) = &*other;
            if !lock.try_lock_for(Duration::from_secs(1)) {
                lock.lock();
            }
            assert_eq!(memory.get(), 1);
            lock.unlock().expect("it is locked");
        });
        shared.1.set(1);
        shared.0.unlock().expect("it is locked");
        waiter.join().expect("the waiter does not panic");
    })
    // One to let the waiter into the line, one to stop the owner between taking it out again and telling it.
    .preemptions(Bound::AtMost(2))
    // The one deadline passes, at a park or at a look.
    .early_wakes(1)
}
