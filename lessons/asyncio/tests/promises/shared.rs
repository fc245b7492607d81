//! Lock, condition, event, semaphores, barrier and queues.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use asyncio::by_hand::{
    Barrier, BoundedSemaphore, BrokenBarrier, Condition, Elapsed, Event, GetError, JoinHandle, LifoQueue, Lock,
    NoTask, PriorityQueue, PutError, Queue, ReleasedTooOften, Semaphore, ShutDown, Shutdown, gather, run,
    yield_now,
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
    executor: &asyncio::by_hand::Handle,
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
        assert!(shared.2.iter().all(|times| times.load(Ordering::Relaxed) == 1_000), "each index once a round");
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

#[test]
fn a_queue_gives_everything_once_in_order_and_holds_no_more_than_it_may() {
    run(|executor| async move {
        let queue = Arc::new(Queue::new(2));
        let puts = Arc::clone(&queue);
        let producer = executor.spawn(async move {
            for number in 0..1_000 {
                puts.put(number).await.expect("it is open");
                assert!(puts.len() <= 2);
            }
        });
        for number in 0..1_000 {
            assert_eq!(queue.get().await, Ok(number));
            queue.task_done().expect("that many were put in");
        }
        producer.await.expect("it does not panic");
        queue.join().await;
        assert!(queue.is_empty());
    });
}

#[test]
fn a_queue_is_tried_without_waiting() {
    let queue = Queue::new(1);
    assert_eq!((queue.try_get(), queue.maxsize(), queue.is_full()), (Err(GetError::Empty), 1, false));
    assert_eq!(queue.try_put(1), Ok(()));
    assert_eq!((queue.try_put(2), queue.is_full()), (Err(PutError::Full(2)), true));
    queue.shutdown(Shutdown::Graceful);
    assert_eq!(queue.try_put(3), Err(PutError::ShutDown(3)));
    assert_eq!((queue.try_get(), queue.try_get()), (Ok(1), Err(GetError::ShutDown)));
    let unlimited = Queue::new(0);
    assert!((0..1_000).all(|number| unlimited.try_put(number).is_ok()) && !unlimited.is_full());
}

#[test]
fn which_item_is_next_is_the_queues_order() {
    let (fifo, lifo, smallest) = (Queue::new(0), LifoQueue::new(0), PriorityQueue::new(0));
    for number in [2, 3, 1] {
        fifo.try_put(number).expect("there is room");
        lifo.try_put(number).expect("there is room");
        smallest.try_put(number).expect("there is room");
    }
    assert_eq!([(); 3].map(|()| fifo.try_get()), [Ok(2), Ok(3), Ok(1)]);
    assert_eq!([(); 3].map(|()| lifo.try_get()), [Ok(1), Ok(3), Ok(2)]);
    assert_eq!([(); 3].map(|()| smallest.try_get()), [Ok(1), Ok(2), Ok(3)]);
}

#[test]
fn a_wait_at_a_queue_that_is_dropped_takes_nothing_along() {
    run(|executor| async move {
        let (queue, item) = (Queue::new(1), Arc::new(()));
        assert!(executor.timeout(Duration::ZERO, queue.get()).await.is_err());
        queue.put(Arc::clone(&item)).await.expect("there is room");
        assert!(executor.timeout(Duration::ZERO, queue.put(Arc::clone(&item))).await.is_err());
        assert_eq!(queue.len(), 1);
        assert_eq!(Arc::strong_count(&item), 2, "what was not put in is dropped");
        drop(queue.get().await);
        assert_eq!(Arc::strong_count(&item), 1, "and the queue keeps nothing of what was taken");
    });
}

#[test]
fn shutting_a_queue_down_wakes_everybody() {
    run(|executor| async move {
        let (empty, full) = (Arc::new(Queue::<u32>::new(1)), Arc::new(Queue::new(1)));
        full.put(1).await.expect("there is room");
        let (gets, puts) = (Arc::clone(&empty), Arc::clone(&full));
        let getter = executor.spawn(async move { gets.get().await });
        let putter = executor.spawn(async move { puts.put(2).await });
        yield_now().await;
        empty.shutdown(Shutdown::Graceful);
        full.shutdown(Shutdown::Graceful);
        assert_eq!((getter.await, putter.await), (Ok(Err(ShutDown(()))), Ok(Err(ShutDown(2)))));
        assert_eq!(
            (full.get().await, full.get().await),
            (Ok(1), Err(ShutDown(()))),
            "what is in it can be taken"
        );
    });
}

#[test]
fn an_immediate_end_drops_what_is_left_and_counts_it_as_done() {
    run(|executor| async move {
        let (queue, item) = (Arc::new(Queue::new(0)), Arc::new(()));
        for _ in 0..3 {
            queue.put(Arc::clone(&item)).await.expect("there is room");
        }
        let in_hand = queue.get().await.expect("there are three");
        let joins = Arc::clone(&queue);
        let joins = executor.spawn(async move { joins.join().await });
        queue.shutdown(Shutdown::Graceful);
        queue.shutdown(Shutdown::Immediate);
        queue.shutdown(Shutdown::Immediate);
        assert!(queue.is_shut_down() && queue.is_empty());
        assert_eq!(Arc::strong_count(&item), 2, "one is in hand");
        yield_now().await;
        assert!(!joins.is_finished());
        assert_eq!(queue.unfinished_tasks(), 1);
        drop(in_hand);
        queue.task_done().expect("it was in hand");
        assert_eq!(joins.await, Ok(()));
    });
}

#[test]
fn what_is_done_can_be_no_more_than_what_was_put() {
    run(|_| async {
        let queue = Queue::new(0);
        queue.join().await;
        assert_eq!(queue.task_done(), Err(NoTask));
        for round in 0..2 {
            queue.try_put(round).expect("there is room");
            assert_eq!(queue.try_get(), Ok(round));
            assert_eq!(queue.unfinished_tasks(), 1, "fetched is not done");
            assert_eq!(queue.task_done(), Ok(()));
            queue.join().await;
        }
        assert_eq!(queue.task_done(), Err(NoTask));
    });
}
