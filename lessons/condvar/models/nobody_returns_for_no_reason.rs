//! A wait returns when somebody has notified, and not otherwise, though parks below it end for no reason. So after a
//! plain `wait`, which looks at nothing, the change has been made.

use super::by_hand::Condvar;
use crate::sync::{Arc, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("nobody returns for no reason", || {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let notifier = thread::spawn(move || {
            let (notified, wake) = &*theirs;
            let mut notified = notified.lock();
            *notified = true;
            wake.notify_all(&notified);
        });
        let (notified, wake) = &*shared;
        let mut notified = notified.lock();
        if !*notified {
            wake.wait(&mut notified);
        }
        assert!(*notified, "nobody has notified");
        drop(notified);
        notifier.join().expect("nobody panics");
    })
    // Complete; two, so that who has been tricked once is tricked again.
    .early_wakes(2)
}
