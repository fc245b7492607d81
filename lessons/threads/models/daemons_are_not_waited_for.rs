//! Waiting for all threads ends although a daemon lives, which here would not end before the waiting does.

use super::by_hand::Threads;
use crate::sync::{Arc, Condvar, Model, Mutex};

pub fn model() -> Model {
    Model::new("daemons are not waited for", || {
        let threads = Threads::new();
        let closing = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&closing);
        let daemon = threads.builder().daemon().spawn(move || {
            let mut closing = theirs.0.lock();
            while !*closing {
                theirs.1.wait(&mut closing);
            }
        });
        threads.wait_all();
        *closing.0.lock() = true;
        closing.1.notify_one();
        daemon.expect("there is a thread to give").join().expect("it does not panic");
    })
    // Complete. Whoever waits here may wake up once for no reason.
    .early_wakes(1)
}
