//! A notification for one wakes one. If the time of who waits runs out just then, either it is notified, and says so,
//! or somebody else is.
//!
//! One waits for a limited time, and passes a notification on if it gets one; one waits for as long as it takes. If
//! the one notification were lost on the way, that one would wait for ever.

use std::time::Duration;

use super::by_hand::{Condvar, Waited};
use crate::sync::{Arc, Bound, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("a notification is not spent on a timeout", || {
        // Behind the lock: whether there has been a notification, so that nobody waits for one that is past.
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let patient = thread::spawn(move || {
            let (over, wake) = &*theirs;
            let mut over = over.lock();
            if !*over {
                wake.wait(&mut over);
            }
        });
        let theirs = Arc::clone(&shared);
        let notifier = thread::spawn(move || {
            let (over, wake) = &*theirs;
            let mut over = over.lock();
            *over = true;
            wake.notify_one(&over);
        });
        let (over, wake) = &*shared;
        let mut hasty = over.lock();
        if !*hasty && wake.wait_timeout(&mut hasty, Duration::from_secs(1)) == Waited::Notified {
            assert!(*hasty, "it was notified");
            wake.notify_one(&hasty);
        }
        drop(hasty);
        notifier.join().expect("nobody panics");
        patient.join().expect("nobody panics");
    })
    // One lets the notification come between the end of the time and the leaving; that both wait needs none.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
