//! A thread waits for something that nobody will do, and everybody else has finished.

use sync_checked::sync::{Arc, Condvar, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("everybody finishes", || {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&gate);
        thread::spawn(move || {
            let mut open = theirs.0.lock();
            while !*open {
                theirs.1.wait(&mut open);
            }
        });
        *gate.0.lock() = true; // and nobody is notified
    })
}
