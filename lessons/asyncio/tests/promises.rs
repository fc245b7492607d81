//! The promises of tasks under real threads. The name of a test is a promise; none of them sleeps to make a schedule
//! happen: where it matters who comes first, channels say so, and `tests/loom.rs` has all the orders.

use std::future::{Future, pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use asyncio::by_hand::{Elapsed, Event, EventLoop, Executor, Handle, JoinError, gather, run, yield_now};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

#[path = "promises/futures.rs"]
mod futures;
#[path = "promises/queues.rs"]
mod queues;
#[path = "promises/shared.rs"]
mod shared;

#[test]
fn tasks_take_turns_in_the_order_in_which_they_came() {
    let log = Arc::new(Mutex::new(Vec::new()));
    run(|executor| {
        let task = |name| {
            let log = Arc::clone(&log);
            executor.spawn(async move {
                for turn in 0..3 {
                    log.lock().unwrap().push((turn, name));
                    yield_now().await;
                }
            })
        };
        let tasks = [task('a'), task('b'), task('c')];
        gather(tasks)
    });
    let turns = (0..3).flat_map(|turn| ['a', 'b', 'c'].map(|name| (turn, name)));
    assert_eq!(*log.lock().unwrap(), turns.collect::<Vec<_>>());
}

#[test]
fn all_tasks_run_in_the_thread_of_the_loop() {
    let here = thread::current().id();
    let ids = run(|executor| {
        gather((0..100).map(|_| executor.spawn(async { thread::current().id() })).collect::<Vec<_>>())
    });
    assert!(ids.into_iter().all(|id| id == Ok(here)));
}

#[test]
fn a_task_begins_after_who_spawned_it_gives_way() {
    run(|executor| async move {
        let begun = Arc::new(AtomicUsize::new(0));
        let counts = Arc::clone(&begun);
        let task = executor.spawn(async move { counts.fetch_add(1, Ordering::Relaxed) });
        assert_eq!(begun.load(Ordering::Relaxed), 0);
        assert_eq!(task.await, Ok(0));
    });
}

#[test]
fn a_hundred_thousand_tasks_are_done() {
    let done = run(|executor| async move {
        let tasks: Vec<_> = (0..100_000_u64)
            .map(|number| {
                executor.spawn(async move {
                    yield_now().await;
                    number
                })
            })
            .collect();
        let mut sum = 0;
        for task in tasks {
            sum += task.await.expect("it does not panic");
        }
        sum
    });
    assert_eq!(done, 4_999_950_000);
}

#[test]
fn wakes_from_many_threads_are_none_of_them_lost() {
    const WAKES: usize = 2_000;
    let given = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&given);
    run(move |_| async move {
        let mut threads = Vec::new();
        poll_fn(move |context| {
            if threads.is_empty() {
                threads = (0..4)
                    .map(|_| {
                        let (waker, given) = (context.waker().clone(), Arc::clone(&counted));
                        thread::spawn(move || {
                            for _ in 0..WAKES {
                                given.fetch_add(1, Ordering::Relaxed);
                                waker.wake_by_ref();
                            }
                        })
                    })
                    .collect();
            }
            // If the last wake were lost, this would never be ready.
            if counted.load(Ordering::Relaxed) == 4 * WAKES { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    });
    assert_eq!(given.load(Ordering::Relaxed), 4 * WAKES);
}

#[test]
fn sleeps_end_in_the_order_of_their_times_and_not_before() {
    let begin = Instant::now();
    let order = Arc::new(Mutex::new(Vec::new()));
    run(|executor| {
        let sleeps = [150, 10, 80].map(|milliseconds| {
            let (sleep, order) = (executor.sleep(Duration::from_millis(milliseconds)), Arc::clone(&order));
            executor.spawn(async move {
                sleep.await;
                order.lock().unwrap().push(milliseconds);
            })
        });
        gather(sleeps)
    });
    assert!(begin.elapsed() >= Duration::from_millis(150));
    assert_eq!(*order.lock().unwrap(), [10, 80, 150]);
}

#[test]
fn a_sleep_of_zero_ends_at_once_and_one_too_long_never() {
    run(|executor| async move {
        executor.sleep(Duration::ZERO).await;
        let never = executor.sleep(Duration::MAX);
        assert_eq!(executor.timeout(Duration::from_millis(1), never).await, Err(Elapsed));
    });
}

#[test]
fn a_panic_of_the_main_future_is_the_callers_and_ends_the_tasks() {
    let (told, tells) = mpsc::channel();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        run(|executor| async move {
            let _task = executor.spawn(async move {
                let _held = told;
                pending::<()>().await;
            });
            yield_now().await;
            panic!("on purpose");
        });
    }));
    assert!(outcome.is_err());
    // What the task held has been dropped with it.
    assert_eq!(tells.recv(), Err::<(), _>(mpsc::RecvError));
}

#[test]
fn a_panic_in_a_task_is_told_where_it_is_awaited() {
    run(|executor| async move {
        let task = executor.spawn(async { panic!("on purpose") });
        assert_eq!(task.await, Err::<(), _>(JoinError::Panicked("on purpose".to_owned())));
    });
}

#[test]
fn a_task_may_clean_up_after_it_was_aborted() {
    struct CleansUp(mpsc::Sender<&'static str>);
    impl Drop for CleansUp {
        fn drop(&mut self) {
            self.0.send("clean").expect("the test waits for this");
        }
    }
    let (send, receive) = mpsc::channel();
    run(|executor| async move {
        let task = executor.spawn(async move {
            let _cleans_up = CleansUp(send);
            pending::<()>().await;
        });
        yield_now().await;
        assert!(task.abort());
        assert_eq!(task.await, Err(JoinError::Cancelled));
        assert_eq!(receive.try_recv(), Ok("clean"));
    });
}

#[test]
fn a_clean_up_that_waits_is_a_task_of_its_own() {
    struct Closes(Handle, Arc<Event>);
    impl Drop for Closes {
        fn drop(&mut self) {
            let (executor, closed) = (self.0.clone(), Arc::clone(&self.1));
            // Nothing can be awaited here: that has to be left to somebody else.
            drop(self.0.spawn(async move {
                executor.sleep(Duration::from_millis(1)).await;
                closed.set();
            }));
        }
    }
    run(|executor| async move {
        let closed = Arc::new(Event::new());
        let closes = Closes(executor.clone(), Arc::clone(&closed));
        let task = executor.spawn(async move {
            let _closes = closes;
            pending::<()>().await;
        });
        yield_now().await;
        assert!(task.abort());
        assert_eq!(task.await, Err(JoinError::Cancelled));
        assert!(!closed.is_set());
        closed.wait().await;
    });
}

#[test]
fn what_awaits_a_task_may_be_cancelled_without_it() {
    run(|executor| async move {
        let end = Arc::new(Event::new());
        let ends = Arc::clone(&end);
        let mut task = executor.spawn(async move { ends.wait().await });
        assert_eq!(executor.timeout(Duration::ZERO, &mut task).await, Err(Elapsed));
        end.set();
        assert_eq!(task.await, Ok(()), "the time was that of the wait, not of the task");
    });
}

#[test]
fn a_task_aborted_before_its_first_poll_never_begins() {
    run(|executor| async move {
        let task = executor.spawn(async { panic!("it is never polled") });
        assert!(task.abort() && task.abort(), "a second time is as good");
        assert_eq!(task.await, Err::<(), _>(JoinError::Cancelled));
    });
}

#[test]
fn a_dropped_handle_lets_its_task_go_on() {
    run(|executor| async move {
        let (event, sets) = (Arc::new(Event::new()), Arc::new(Event::new()));
        let (told, starts) = (Arc::clone(&event), Arc::clone(&sets));
        drop(executor.spawn(async move {
            starts.wait().await;
            told.set();
        }));
        sets.set();
        event.wait().await;
        assert!(event.is_set());
    });
}

#[test]
fn a_task_may_be_spawned_from_another_thread_while_the_loop_sleeps() {
    let (to_spawner, spawner) = mpsc::channel::<(Handle, Arc<Event>)>();
    let spawns = thread::spawn(move || {
        let (executor, event) = spawner.recv().expect("it is sent");
        drop(executor.spawn(async move { event.set() }));
    });
    run(|executor| async move {
        let event = Arc::new(Event::new());
        to_spawner.send((executor, Arc::clone(&event))).expect("it waits");
        event.wait().await;
    });
    spawns.join().expect("it does not panic");
}

#[test]
fn a_host_gets_its_thread_back_whenever_nothing_is_ready() {
    let told = Arc::new(AtomicUsize::new(0));
    let tells = Arc::clone(&told);
    let mut executor = Executor::new(move || {
        tells.fetch_add(1, Ordering::Relaxed);
    });
    let frame = Arc::new(Event::new());
    let waits = Arc::clone(&frame);
    let mut main: Pin<Box<dyn Future<Output = usize>>> = Box::pin(async move {
        for _ in 0..3 {
            waits.wait().await;
        }
        7
    });
    for _ in 0..3 {
        assert_eq!(executor.drive(main.as_mut()), Poll::Pending);
        let before = told.load(Ordering::Relaxed);
        assert_eq!(executor.drive(main.as_mut()), Poll::Pending, "nothing has happened");
        frame.set();
        frame.clear();
        assert!(told.load(Ordering::Relaxed) > before, "the host is told to call again");
    }
    assert_eq!(executor.drive(main.as_mut()), Poll::Ready(7));
}

#[test]
fn only_the_event_loop_and_the_way_to_threads_name_threads() {
    let without = [
        include_str!("../src/by_hand/1_task.rs"),
        include_str!("../src/by_hand/2_executor.rs"),
        include_str!("../src/by_hand/4_combinators.rs"),
        include_str!("../src/by_hand/6_line.rs"),
        include_str!("../src/by_hand/7_lock.rs"),
        include_str!("../src/by_hand/8_signals.rs"),
        include_str!("../src/by_hand/9_semaphore.rs"),
        include_str!("../src/by_hand/10_watched.rs"),
        include_str!("../src/by_hand/11_queue.rs"),
        include_str!("../../queue/src/by_hand/1_store.rs"),
    ];
    for line in without.into_iter().flat_map(str::lines).map(str::trim_start) {
        let is_prose = line.starts_with("//");
        assert!(
            is_prose || !["thread", "Condvar", "park", "Instant"].iter().any(|name| line.contains(name)),
            "{line}"
        );
    }
}

#[test]
fn a_loop_goes_on_with_its_tasks_in_the_next_call() {
    let mut event_loop = EventLoop::new();
    let event = Arc::new(Event::new());
    let waits = Arc::clone(&event);
    let task = event_loop.handle().spawn(async move {
        waits.wait().await;
        7
    });
    event_loop.block_on(yield_now());
    event.set();
    assert_eq!(event_loop.block_on(task), Ok(7));
}
