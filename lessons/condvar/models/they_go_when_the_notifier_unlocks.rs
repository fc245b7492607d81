//! To wait gives the lock up, so that a notifier can come in; and who is notified has the lock again before it goes
//! on, so that it goes on after the notifier has unlocked, and sees all that was done before that.
//!
//! The memory is plain: were the waiter to go on at the notification, its access would be a data race.

use super::by_hand::Condvar;
use crate::sync::{Arc, Model, Mutex, Plain, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("they go when the notifier unlocks", || {
        let shared = Arc::new((Mutex::new(false), Condvar::new(), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let notifier = thread::spawn(move || {
            let (notified, wake, memory) = &*theirs;
            let mut notified = notified.lock();
            *notified = true;
            wake.notify_one(&notified);
            memory.set(7);
        });
        let (notified, wake, memory) = &*shared;
        let mut notified = notified.lock();
        if !*notified {
            wake.wait(&mut notified);
        }
        assert_eq!(memory.get(), 7, "what the notifier did before it unlocked");
        drop(notified);
        notifier.join().expect("nobody panics");
    })
}
