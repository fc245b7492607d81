//! A predicate that panics after a wait: the lock is free again, nobody is left in the queue, and the notifications
//! that come next reach those who still wait.

use super::by_hand::Condvar;
use crate::sync::{Arc, Bound, Model, Mutex, catch_unwind, thread};

pub fn model() -> Model {
    Model::new("a predicate that panics harms nobody", || {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let (clumsys, patients) = (Arc::clone(&shared), Arc::clone(&shared));
        let clumsy = thread::spawn(move || {
            let (lock, changed) = &*clumsys;
            let panicked = catch_unwind(|| {
                changed.wait_while(&mut lock.lock(), |number| {
                    assert_eq!(**number, 0, "at the second look");
                    true
                });
            });
            panicked.expect_err("it looks again only when there is something to see");
        });
        let patient = thread::spawn(move || {
            let (lock, changed) = &*patients;
            changed.wait_while(&mut lock.lock(), |number| **number < 2);
        });
        let (lock, changed) = &*shared;
        for number in 1..=2 {
            let mut guard = lock.lock();
            *guard = number;
            changed.notify_all(&guard);
        }
        patient.join().expect("nobody else is concerned");
        clumsy.join().expect("contained");
        assert_eq!(changed.waiting(), 0);
        assert!(lock.try_lock().is_some());
    })
    // Three threads; one preemption puts either notification anywhere in the two waits.
    .preemptions(Bound::AtMost(1))
}
