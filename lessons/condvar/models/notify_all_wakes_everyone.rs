//! A change that concerns everybody reaches everybody who waits for it.

use super::by_hand::Condvar;
use crate::sync::{Arc, Bound, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("notify_all wakes everyone", || {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let waiters = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let (open, opened) = &*shared;
                opened.wait_while(&mut open.lock(), |open| !**open);
            })
        });
        let (open, opened) = &*shared;
        {
            let mut open = open.lock();
            *open = true;
            opened.notify_all(&open);
        }
        waiters.into_iter().for_each(|waiter| waiter.join().expect("nobody panics"));
        assert_eq!(opened.waiting(), 0);
    })
    // One puts the change between a waiter's look and its sleep; both waiting needs none.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
