//! A raw lock is unlocked once too often.

use super::elsewhere::RawLock;
use sync_checked::sync::{Arc, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("both unlock", || {
        let lock = Arc::new(RawLock { locked: Mutex::new(true) });
        let theirs = Arc::clone(&lock);
        let other = thread::spawn(move || theirs.unlock());
        lock.unlock();
        other.join().expect("nobody panics");
    })
}
