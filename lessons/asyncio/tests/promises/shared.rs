//! Lock, condition, event, semaphores and barrier.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use asyncio::by_hand::{
    Barrier, BoundedSemaphore, BrokenBarrier, Condition, Elapsed, Event, Handle, JoinHandle, Lock,
    ReleasedTooOften, Semaphore, gather, run, yield_now,
};

#[test]
fn one_task_at_a_time_has_what_is_in_a_lock() {
    let count = run(|executor| async move {
        let lock = Arc::new(Lock::new(0));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let lock = Arc::clone(&lock);
                executor.spawn(async move {
                    for _ in 0..10 {
                        let mut count = lock.lock().await;
                        let before = *count;
                        yield_now().await;
                        *count = before + 1;
                    }
                })
            })
            .collect();
        gather(tasks).await;
        *lock.lock().await
    });
    assert_eq!(count, 200);
}

#[test]
fn a_lock_is_tried_without_waiting() {
    let lock = Lock::new(7);
    assert!(!lock.is_locked());
    let guard = lock.try_lock().expect("it is free");
    assert_eq!(*guard, 7);
    assert!(lock.is_locked() && lock.try_lock().is_none());
    drop(guard);
    assert!(!lock.is_locked());
}

#[test]
fn a_wait_for_a_lock_that_is_dropped_does_not_take_it_along() {
    run(|executor| async move {
        let lock = Lock::new(7);
        let guard = lock.lock().await;
        assert!(executor.timeout(Duration::ZERO, lock.lock()).await.is_err());
        drop(guard);
        assert_eq!(*lock.lock().await, 7);
    });
}

#[test]
fn a_panic_gives_the_lock_back() {
    run(|executor| async move {
        let lock = Arc::new(Lock::new(7));
        let panics = Arc::clone(&lock);
        let task = executor.spawn(async move {
            let _guard = panics.lock().await;
            panic!("on purpose");
        });
        assert!(Result::<(), _>::is_err(&task.await));
        assert_eq!(*lock.lock().await, 7, "there is no poison");
    });
}

/// Tasks that wait at the condition, and put their numbers into the lock.
fn waiting(
    executor: &Handle,
    shared: &Arc<(Lock<Vec<usize>>, Condition)>,
    count: usize,
) -> Vec<JoinHandle<()>> {
    let wait = |number| {
        let shared = Arc::clone(shared);
        executor.spawn(async move {
            let log = shared.0.lock().await;
            shared.1.wait(log).await.push(number);
        })
    };
    (0..count).map(wait).collect()
}

#[test]
fn of_five_who_wait_three_are_notified_and_then_the_rest() {
    run(|executor| async move {
        let shared = Arc::new((Lock::new(Vec::new()), Condition::new()));
        let tasks = waiting(&executor, &shared, 5);
        yield_now().await;
        let log = shared.0.lock().await;
        assert_eq!(shared.1.notify(&log, 3), 3);
        drop(log);
        for _ in 0..10 {
            yield_now().await;
        }
        let log = shared.0.lock().await;
        assert_eq!(*log, [0, 1, 2]);
        assert_eq!(shared.1.notify_all(&log), 2);
        assert!(!shared.1.notify_one(&log), "nobody is left");
        drop(log);
        gather(tasks).await;
        assert_eq!(*shared.0.lock().await, [0, 1, 2, 3, 4]);
    });
}

#[test]
fn a_condition_that_nobody_notifies_is_left_when_time_is_out() {
    run(|executor| async move {
        let (lock, condition) = (Lock::new(0), Condition::new());
        let wait = condition.wait(lock.lock().await);
        assert!(executor.timeout(Duration::from_millis(1), wait).await.is_err());
        let guard = lock.try_lock().expect("who has given up has no lock");
        assert!(!condition.notify_one(&guard), "and waits no longer");
    });
}

#[test]
fn what_is_waited_for_is_looked_at_before_any_wait() {
    run(|_| async {
        let (lock, condition) = (Lock::new(1), Condition::new());
        let guard = condition.wait_while(lock.lock().await, |number| *number == 0).await;
        assert_eq!(*guard, 1);
    });
}

#[test]
#[should_panic = "all who wait at a condition wait with the same lock"]
fn a_condition_takes_no_second_lock() {
    run(|executor| async move {
        let shared = Arc::new((Lock::new(Vec::new()), Condition::new()));
        let _tasks = waiting(&executor, &shared, 1);
        yield_now().await;
        let other = Lock::new(0);
        shared.1.notify_one(&other.lock().await);
    });
}

#[test]
fn an_event_stays_set_until_it_is_cleared() {
    run(|executor| async move {
        let event = Event::new();
        event.set();
        event.set();
        event.wait().await;
        assert!(event.is_set());
        event.clear();
        assert!(!event.is_set());
        assert_eq!(executor.timeout(Duration::ZERO, event.wait()).await, Err(Elapsed));
    });
}

#[test]
fn no_more_tasks_than_permits_are_inside() {
    let most = run(|executor| async move {
        let shared = Arc::new((Semaphore::new(3), AtomicUsize::new(0), AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let shared = Arc::clone(&shared);
                executor.spawn(async move {
                    let (semaphore, inside, most) = &*shared;
                    let permit = semaphore.acquire().await;
                    most.fetch_max(inside.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                    yield_now().await;
                    inside.fetch_sub(1, Ordering::Relaxed);
                    drop(permit);
                })
            })
            .collect();
        gather(tasks).await;
        assert_eq!(shared.0.available_permits(), 3);
        shared.2.load(Ordering::Relaxed)
    });
    assert_eq!(most, 3);
}

#[test]
fn a_wait_that_is_dropped_takes_no_permit_along() {
    run(|executor| async move {
        let semaphore = Semaphore::new(1);
        let permit = semaphore.try_acquire().expect("there is one");
        assert!(executor.timeout(Duration::ZERO, semaphore.acquire()).await.is_err());
        drop(permit);
        let permit = semaphore.acquire().await;
        assert!(semaphore.try_acquire().is_none());
        permit.forget();
        assert_eq!(semaphore.available_permits(), 0);
    });
}

#[test]
fn seven_permits_let_seven_of_twenty_pass_and_a_release_lets_more() {
    let semaphore = Semaphore::new(7);
    let permits: Vec<_> = (0..20).filter_map(|_| semaphore.try_acquire()).collect();
    assert_eq!(permits.len(), 7);
    semaphore.release_many(2);
    semaphore.release();
    assert_eq!(semaphore.available_permits(), 3);
    drop(permits);
    assert_eq!(semaphore.available_permits(), 10, "more than it began with");
}

#[test]
fn a_bounded_semaphore_refuses_a_permit_too_many() {
    run(|_| async {
        let semaphore = BoundedSemaphore::new(2);
        assert_eq!(semaphore.release(), Err(ReleasedTooOften));
        let permit = semaphore.acquire().await;
        semaphore.try_acquire().expect("there are two").forget();
        assert_eq!(semaphore.release_many(3), Err(ReleasedTooOften));
        assert_eq!(semaphore.available_permits(), 0, "all or nothing");
        assert_eq!(semaphore.release_many(2), Ok(()));
        drop(permit);
        assert_eq!(semaphore.available_permits(), 2, "somebody has released in its stead");
    });
}

#[test]
fn permits_from_many_threads_are_none_of_them_lost() {
    let semaphore = Arc::new(Semaphore::new(0));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let semaphore = Arc::clone(&semaphore);
            thread::spawn(move || (0..500).for_each(|_| semaphore.release()))
        })
        .collect();
    run(|_| async {
        for _ in 0..2_000 {
            semaphore.acquire().await.forget();
        }
    });
    for thread in threads {
        thread.join().expect("it does not panic");
    }
    assert_eq!(semaphore.available_permits(), 0);
}

#[test]
fn a_barrier_lets_nobody_go_before_the_last_round_after_round() {
    run(|executor| async move {
        let shared = Arc::new((Barrier::new(3), AtomicUsize::new(0), [const { AtomicUsize::new(0) }; 3]));
        let tasks: Vec<_> = (0..3)
            .map(|_| {
                let shared = Arc::clone(&shared);
                executor.spawn(async move {
                    let (barrier, come, indices) = &*shared;
                    for round in 1..=1_000 {
                        come.fetch_add(1, Ordering::Relaxed);
                        let index = barrier.wait().await.expect("nobody breaks it");
                        indices[index].fetch_add(1, Ordering::Relaxed);
                        assert!(come.load(Ordering::Relaxed) >= 3 * round);
                    }
                })
            })
            .collect();
        assert_eq!(gather(tasks).await, [Ok(()), Ok(()), Ok(())]);
        assert!(
            shared.2.iter().all(|times| times.load(Ordering::Relaxed) == 1_000),
            "each index once a round"
        );
    });
}

#[test]
fn a_barrier_for_one_holds_nobody() {
    run(|_| async {
        let barrier = Barrier::new(1);
        assert_eq!((barrier.wait().await, barrier.wait().await), (Ok(0), Ok(0)));
    });
}

#[test]
#[should_panic = "at least one party"]
fn a_barrier_for_nobody_is_refused() {
    let _ = Barrier::new(0);
}

#[test]
fn a_barrier_is_broken_until_it_is_reset() {
    run(|executor| async move {
        let barrier = Arc::new(Barrier::new(3));
        let wait = || {
            let barrier = Arc::clone(&barrier);
            executor.spawn(async move { barrier.wait().await })
        };
        let inside = [wait(), wait()];
        yield_now().await;
        assert_eq!((barrier.parties(), barrier.n_waiting(), barrier.is_broken()), (3, 2, false));
        barrier.abort();
        assert_eq!((barrier.n_waiting(), barrier.is_broken()), (0, true));
        assert_eq!(gather(inside).await, [Ok(Err(BrokenBarrier)), Ok(Err(BrokenBarrier))]);
        assert_eq!(barrier.wait().await, Err(BrokenBarrier));
        barrier.reset();
        assert!(!barrier.is_broken());
        let inside = [wait(), wait()];
        yield_now().await;
        barrier.reset();
        // The next round begins before those of the last one know.
        let next = [wait(), wait(), wait()];
        assert_eq!(gather(inside).await, [Ok(Err(BrokenBarrier)), Ok(Err(BrokenBarrier))]);
        assert_eq!(gather(next).await, [Ok(Ok(0)), Ok(Ok(1)), Ok(Ok(2))]);
    });
}

#[test]
fn who_gives_up_at_a_barrier_has_not_come() {
    run(|executor| async move {
        let barrier = Barrier::new(2);
        assert!(executor.timeout(Duration::ZERO, barrier.wait()).await.is_err());
        assert_eq!((barrier.n_waiting(), barrier.is_broken()), (0, false));
        assert_eq!(gather([barrier.wait(), barrier.wait()]).await, [Ok(0), Ok(1)]);
    });
}
