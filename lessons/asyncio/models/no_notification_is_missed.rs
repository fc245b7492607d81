//! Whoever waits at a condition is in line before the lock is free, so that whoever has changed what it waits for
//! finds it there.

use super::by_hand::{Condition, Lock, run};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("no notification is missed", || {
        let shared = Arc::new((Lock::new(false), Condition::new()));
        let changes = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                run(|_| async move {
                    let (lock, condition) = &*shared;
                    let mut is_done = lock.lock().await;
                    *is_done = true;
                    condition.notify_one(&is_done);
                });
            })
        };
        run(|_| async move {
            let (lock, condition) = &*shared;
            let is_done = condition.wait_while(lock.lock().await, |is_done| !*is_done).await;
            assert!(*is_done);
        });
        changes.join().expect("it does not panic");
    })
    // One preemption puts the change between the look and the wait.
    .preemptions(Bound::AtMost(1))
}
