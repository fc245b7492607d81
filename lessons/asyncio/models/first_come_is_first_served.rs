//! Who has waited longest gets the lock or the permit, and nobody who comes by just then.

use super::by_hand::{Lock, Semaphore, gather, run, yield_now};
use crate::sync::{Arc, Model};

pub fn model() -> Model {
    // Explored completely: there is only this thread.
    Model::new("first come is first served", || {
        run(|executor| async move {
            let shared = Arc::new((Semaphore::new(0), Lock::new(Vec::new())));
            let guard = shared.1.try_lock().expect("it is free");
            let tasks = [1, 2].map(|name| {
                let shared = Arc::clone(&shared);
                executor.spawn(async move {
                    shared.1.lock().await.push(name);
                    shared.0.acquire().await.forget();
                    shared.1.lock().await.push(name + 10);
                })
            });
            yield_now().await;
            drop(guard);
            assert!(shared.1.try_lock().is_none(), "it is the first one's already");
            yield_now().await;
            yield_now().await;
            shared.0.release();
            assert!(shared.0.try_acquire().is_none(), "it is the first one's already");
            shared.0.release();
            gather(tasks).await;
            assert_eq!(*shared.1.lock().await, [1, 2, 11, 12]);
        });
    })
}
