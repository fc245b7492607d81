//! A thread is listed before its own code runs, and no longer once it has ended.

use super::by_hand::Threads;
use crate::sync::Model;

pub fn model() -> Model {
    Model::new("a thread is listed while it lives", || {
        let threads = Threads::new();
        let theirs = threads.clone();
        let thread = threads.spawn(move || theirs.live().len());
        let known = thread.thread().clone();
        assert_eq!(thread.join().expect("it does not panic"), 1, "it did not find itself");
        assert!(!threads.live().contains(&known), "it has ended");
    })
    // Complete. A wait for the end may be in vain once.
    .early_wakes(1)
}
