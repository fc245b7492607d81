//! A notification is for those who wait now. Whoever comes later does not get it, not even the thread that got it
//! before, and not if it was for more than there were.
//!
//! One thread waits twice, for a limited time. Another notifies once, for five, and then waits itself.

use std::time::Duration;

use super::by_hand::{Condvar, Waited};
use crate::sync::{Arc, Bound, Model, Mutex, thread};

const A_WHILE: Duration = Duration::from_secs(1);

pub fn model() -> Model {
    Model::new("a later wait is not notified", || {
        let shared = Arc::new((Mutex::new(()), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let twice = thread::spawn(move || {
            let (lock, wake) = &*theirs;
            let mut guard = lock.lock();
            let waits = [(); 2].map(|()| wake.wait_timeout(&mut guard, A_WHILE));
            waits.into_iter().filter(|&wait| wait == Waited::Notified).count()
        });
        let (lock, wake) = &*shared;
        let mut guard = lock.lock();
        let told = wake.notify(&guard, 5);
        assert_eq!(wake.wait_timeout(&mut guard, A_WHILE), Waited::TimedOut, "it was its own, and before");
        drop(guard);
        assert_eq!(twice.join().expect("nobody panics"), told, "as many were notified as it said");
    })
    // One lets the first wait's time run out just as it is notified.
    .preemptions(Bound::AtMost(1))
    .early_wakes(2)
}
