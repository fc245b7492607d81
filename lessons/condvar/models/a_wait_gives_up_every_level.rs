//! A wait with a reentrant lock that was taken twice gives up both levels, so that another thread can come in, and
//! has both again afterwards.
//!
//! The memory is plain, and the lock is all that orders it.

use super::by_hand::Condvar;
use super::level::Level;
use super::rlock::RLock;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("a wait gives up every level", || {
        let shared = Arc::new((RLock::new(), Condvar::new(), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let changer = thread::spawn(move || {
            let (lock, changed, memory) = &*theirs;
            let level = Level::of(lock);
            memory.set(7);
            changed.notify_one(&level);
            memory.set(8);
        });
        let (lock, changed, memory) = &*shared;
        let outer = Level::of(lock);
        let mut inner = Level::of(lock);
        changed.wait_while(&mut inner, |_| memory.get() == 0);
        assert_eq!(memory.get(), 8, "the other has given the lock back");
        assert_eq!(lock.recursion_count(), 2, "at the same depth");
        drop(inner);
        memory.set(9);
        drop(outer);
        assert_eq!(lock.recursion_count(), 0);
        changer.join().expect("nobody panics");
    })
    // One lets the other come to the lock while it is taken twice.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
