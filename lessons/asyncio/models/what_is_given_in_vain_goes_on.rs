//! Whoever gives up just as it is given a permit or a lock takes nothing along: the next one gets it.
//!
//! The one who gives up looks once, and is gone. In between, the other thread gives back what it has, or it has done so
//! before, or it does so later.

use std::time::Duration;

use super::by_hand::{Lock, Semaphore, run};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("what is given in vain goes on", || {
        let shared = Arc::new((Semaphore::new(0), Lock::new(7)));
        let gives = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                shared.0.release();
                drop(shared.1.try_lock());
            })
        };
        run(|executor| async move {
            let (semaphore, lock) = &*shared;
            drop(executor.timeout(Duration::ZERO, semaphore.acquire()).await);
            drop(semaphore.acquire().await);
            assert_eq!(semaphore.available_permits(), 1);
            drop(executor.timeout(Duration::ZERO, lock.lock()).await);
            assert_eq!(*lock.lock().await, 7);
        });
        gives.join().expect("it does not panic");
    })
    // One preemption puts the giving between the look and its end; a second one, the taking of the lock before.
    .preemptions(Bound::AtMost(2))
}
