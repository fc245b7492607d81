//! Read, add one, write: two threads do it, and one increment is lost.

use sync_checked::sync::atomic::{AtomicU32, Ordering};
use sync_checked::sync::{Arc, Model, thread};

fn increment(counter: &AtomicU32) {
    let value = counter.load(Ordering::SeqCst);
    counter.store(value + 1, Ordering::SeqCst);
}

pub fn model() -> Model {
    Model::new("two increments make two", || {
        let counter = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&counter);
        let other = thread::spawn(move || increment(&theirs));
        increment(&counter);
        other.join().expect("nobody panics");
        assert_eq!(counter.load(Ordering::SeqCst), 2);
    })
}
