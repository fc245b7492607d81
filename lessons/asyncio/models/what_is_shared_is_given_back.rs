//! A lock has one owner at a time and is free when its guard is gone, a permit is there again, a barrier lets all go
//! when the last has come, and a full queue takes more when there is room: whoever waits for that goes on.

use super::by_hand::{Barrier, Lock, Queue, Semaphore, ShutDown, run, yield_now};
use crate::sync::{Arc, Model};

pub fn model() -> Model {
    Model::new("what is shared is given back", || {
        run(|executor| async move {
            let shared = Arc::new((Lock::new(0), Semaphore::new(1), Barrier::new(2), Queue::new(1)));
            let tasks = [(); 2].map(|()| {
                let shared = Arc::clone(&shared);
                executor.spawn(async move {
                    let (lock, semaphore, barrier, queue) = &*shared;
                    let permit = semaphore.acquire().await;
                    yield_now().await;
                    drop(permit);
                    let mut inside = lock.lock().await;
                    let before = *inside;
                    yield_now().await;
                    *inside = before + 1;
                    drop(inside);
                    let index = barrier.wait().await;
                    assert_eq!(queue.put(index).await, Ok(()));
                })
            });
            let (lock, semaphore, _, queue) = &*shared;
            let mut got = [queue.get().await, queue.get().await];
            got.sort_by_key(|item| item.ok());
            assert_eq!(got, [Ok(0), Ok(1)], "each index once");
            for task in tasks {
                assert_eq!(task.await, Ok(()));
            }
            assert_eq!((*lock.lock().await, semaphore.available_permits()), (2, 1));
            queue.task_done();
            queue.task_done();
            queue.join().await;
            queue.shutdown();
            assert_eq!((queue.get().await, queue.put(7).await), (Err(ShutDown), Err(7)));
        });
    })
}
