//! Of two who try, one gets the lock, and tries again with success; neither waits.
//!
//! Nobody gives anything back: were one to wait, it would wait for ever.

use super::by_hand::RLock;
use crate::sync::{Arc, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("of two who try one gets the lock, and neither waits", || {
        let lock = Arc::new(RLock::new());
        let shared = Arc::clone(&lock);
        let other = thread::spawn(move || (shared.try_lock_for(Duration::ZERO), shared.try_lock()));
        let mine = (lock.try_lock(), lock.try_lock());
        let other = other.join().expect("it does not panic");
        assert_eq!(mine.0, mine.1, "once one has it, it stays so");
        assert_eq!(other.0, other.1, "once one has it, it stays so");
        assert!(mine.0 != other.0, "one has it: {mine:?}, {other:?}");
        assert_eq!(lock.recursion_count(), if mine.0 { 2 } else { 0 });
    })
}
