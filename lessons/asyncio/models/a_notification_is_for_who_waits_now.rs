//! A condition that is told to notify two lets two go, those who have waited longest, when the lock is free. Whoever
//! comes later is not woken by it, and it is not spent on somebody who has given up: then it is the next one's.

use std::time::Duration;

use super::by_hand::{Condition, Elapsed, Lock, gather, run, yield_now};
use crate::sync::{Arc, Model};

pub fn model() -> Model {
    // Explored completely: there is only this thread.
    Model::new("a notification is for who waits now", || {
        run(|executor| async move {
            let shared = Arc::new((Lock::new(Vec::new()), Condition::new()));
            let waits = |name| {
                let shared = Arc::clone(&shared);
                executor.spawn(async move {
                    let log = shared.0.lock().await;
                    shared.1.wait(log).await.push(name);
                })
            };
            let [first, second, third] = [1, 2, 3].map(waits);
            yield_now().await;
            let late = async {
                let log = shared.0.lock().await;
                executor.timeout(Duration::ZERO, shared.1.wait(log)).await.map(drop)
            };

            let log = shared.0.lock().await;
            assert_eq!(shared.1.notify(&log, 2), 2);
            yield_now().await;
            assert!(log.is_empty(), "they need the lock");
            drop(log);
            assert_eq!(late.await, Err(Elapsed), "who comes later is not woken");
            assert_eq!(gather([first, second]).await, [Ok(()), Ok(())]);
            assert_eq!(*shared.0.lock().await, [1, 2]);

            let fourth = waits(4);
            yield_now().await;
            let log = shared.0.lock().await;
            assert!(shared.1.notify_one(&log));
            yield_now().await;
            // It has been notified, and waits for the lock.
            third.abort();
            yield_now().await;
            drop(log);
            assert_eq!(fourth.await, Ok(()), "the next one has got what was the third one's");
            assert_eq!(*shared.0.lock().await, [1, 2, 4]);
        });
    })
}
