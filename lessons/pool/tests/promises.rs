//! The pool's promises under real threads. The name of a test is a promise; none of them sleeps to make a schedule
//! happen: where it matters who comes first, channels say so, and `tests/loom.rs` has all the orders.

use std::collections::BTreeSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;

use pool::by_hand::{Board, Builder, NoMore, Pool, Refusal};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

/// A job that tells when it has begun, and ends when it is told to.
fn held_job() -> (impl FnOnce() + Send + 'static, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (begun, has_begun) = mpsc::channel();
    let (end, may_end) = mpsc::channel::<()>();
    let job = move || {
        begun.send(()).expect("the test waits for this");
        // The sender may be gone: that is a permission too.
        let _ = may_end.recv();
    };
    (job, has_begun, end)
}

#[test]
fn ten_thousand_jobs_are_done_once_each() {
    let times: Arc<Vec<AtomicUsize>> = Arc::new((0..10_000).map(|_| AtomicUsize::new(0)).collect());
    let pool = Pool::new(4);
    for job in 0..times.len() {
        let times = Arc::clone(&times);
        // Relaxed: read after the pool has ended.
        pool.execute(move || _ = times[job].fetch_add(1, Ordering::Relaxed)).expect("it is open");
    }
    pool.join();
    assert!(times.iter().all(|times| times.load(Ordering::Relaxed) == 1));
}

#[test]
fn one_thread_does_jobs_in_the_order_in_which_they_were_given() {
    let order = Arc::new(Mutex::new(Vec::new()));
    let pool = Pool::new(1);
    for number in 0..100 {
        let order = Arc::clone(&order);
        pool.execute(move || order.lock().unwrap().push(number)).expect("it is open");
    }
    pool.join();
    assert_eq!(*order.lock().unwrap(), (0..100).collect::<Vec<_>>());
}

#[test]
fn as_many_jobs_as_there_are_threads_are_done_at_the_same_time() {
    let meeting = Arc::new(Barrier::new(3));
    let pool = Pool::new(3);
    for _ in 0..3 {
        let meeting = Arc::clone(&meeting);
        pool.execute(move || _ = meeting.wait()).expect("it is open");
    }
    pool.join();
}

#[test]
fn a_pool_without_threads_is_refused() {
    let refused = catch_unwind(|| Builder::new(0)).expect_err("nobody would do anything");
    assert_eq!(*refused.downcast_ref::<&str>().expect("a text"), "a pool has at least one thread");
}

#[test]
fn it_has_no_threads_before_it_has_jobs_and_never_more_than_it_may() {
    let pool = Pool::new(2);
    assert_eq!((pool.threads(), pool.most_threads()), (0, 2));
    let mut ends = Vec::new();
    for _ in 0..5 {
        let (job, _, end) = held_job();
        pool.execute(job).expect("it is open");
        ends.push(end);
    }
    assert_eq!(pool.threads(), 2);
    drop(ends);
    pool.join();
    assert_eq!(pool.threads(), 0);
}

#[test]
fn no_thread_is_started_while_one_is_idle() {
    let pool = Pool::new(8);
    for _ in 0..100 {
        pool.execute(|| {}).expect("it is open");
        pool.wait_until_quiet();
    }
    assert_eq!(pool.threads(), 1);
}

#[test]
fn its_threads_have_its_name_and_a_number() {
    let names = Arc::new(Mutex::new(BTreeSet::new()));
    let meeting = Arc::new(Barrier::new(3));
    let pool = Builder::new(3).name("painter").build();
    for _ in 0..3 {
        let (names, meeting) = (Arc::clone(&names), Arc::clone(&meeting));
        pool.execute(move || {
            names.lock().unwrap().insert(thread::current().name().map(str::to_owned));
            meeting.wait();
        })
        .expect("it is open");
    }
    pool.join();
    let expected = ["painter_0", "painter_1", "painter_2"].map(|name| Some(name.to_owned()));
    assert_eq!(*names.lock().unwrap(), BTreeSet::from(expected));
}

#[test]
fn the_initializer_comes_before_the_first_job_of_each_thread_and_once() {
    thread_local! {
        static CALLS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    let meeting = Arc::new(Barrier::new(2));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let pool = Builder::new(2).initializer(|| CALLS.set(CALLS.get() + 1)).build();
    for _ in 0..4 {
        let (meeting, seen) = (Arc::clone(&meeting), Arc::clone(&seen));
        pool.execute(move || {
            meeting.wait();
            seen.lock().unwrap().push(CALLS.get());
        })
        .expect("it is open");
    }
    pool.join();
    assert_eq!(*seen.lock().unwrap(), [1; 4]);
}

#[test]
fn an_initializer_that_panics_breaks_the_pool_for_good() {
    let pool = Builder::new(1).initializer(|| panic!("on purpose")).build();
    pool.execute(|| unreachable!("nobody could begin")).expect("it is not broken yet");
    pool.wait_until_quiet();
    let rejected = pool.execute(|| {}).expect_err("it is broken");
    assert_eq!(rejected.to_string(), "the pool is broken: its initializer panicked");
    pool.cancel();
    assert!(matches!(pool.execute(|| {}).map_err(|rejected| rejected.why), Err(Refusal::Broken)));
}

#[test]
fn a_worker_that_could_not_begin_ends_whatever_the_jobs_do_that_it_drops() {
    struct Spiteful;
    impl Drop for Spiteful {
        fn drop(&mut self) {
            panic!("when dropped");
        }
    }
    let (let_go, gone) = mpsc::channel::<()>();
    let gone = Mutex::new(gone);
    let initializer = move || {
        let _ = gone.lock().unwrap().recv();
        panic!("on purpose");
    };
    let pool = Builder::new(1).initializer(initializer).build();
    let spiteful = Spiteful;
    pool.execute(move || drop(spiteful)).expect("it is not broken yet");
    drop(let_go);
    pool.join();
    assert_eq!((pool.threads(), pool.waiting()), (0, 0));
}

#[test]
fn a_panic_is_told_to_the_hook_and_the_thread_lives_on() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let hear = Arc::clone(&told);
    let hook = move |panic: &(dyn std::any::Any + Send)| {
        hear.lock().unwrap().push(panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        panic!("the hook panics as well, and nobody is harmed");
    };
    let pool = Builder::new(1).on_panic(hook).build();
    for _ in 0..3 {
        pool.execute(|| panic!("on purpose")).expect("it is open");
    }
    pool.wait_until_quiet();
    assert_eq!((pool.panics(), pool.threads()), (3, 1));
    assert_eq!(*told.lock().unwrap(), vec![Some("on purpose".to_owned()); 3]);
}

#[test]
fn a_payload_that_panics_when_dropped_harms_nobody() {
    struct Spiteful;
    impl Drop for Spiteful {
        fn drop(&mut self) {
            panic!("when dropped");
        }
    }
    let pool = Pool::new(1);
    pool.execute(|| std::panic::panic_any(Spiteful)).expect("it is open");
    pool.execute(|| {}).expect("it is open");
    pool.join();
    assert_eq!(pool.panics(), 1);
}

#[test]
fn what_a_job_captured_is_gone_when_the_job_is_done() {
    let captured = Arc::new(());
    let pool = Pool::new(1);
    let inside = Arc::clone(&captured);
    pool.execute(move || drop(Arc::clone(&inside))).expect("it is open");
    pool.wait_until_quiet();
    assert_eq!(Arc::strong_count(&captured), 1, "although the thread lives on");
}

#[test]
fn a_closed_pool_gives_the_job_back() {
    let pool = Pool::new(1);
    pool.close();
    pool.close();
    let (send, receive) = mpsc::channel();
    let rejected = pool.execute(move || send.send(7).unwrap()).expect_err("it is closed");
    assert_eq!(format!("{rejected} {rejected:?}"), "the pool is closed Rejected { why: Closed, .. }");
    (rejected.job)();
    assert_eq!(receive.recv(), Ok(7), "it is the very job");
}

#[test]
fn a_pool_that_is_dropped_does_all_its_jobs_first() {
    let done = Arc::new(AtomicUsize::new(0));
    let pool = Pool::new(3);
    for _ in 0..1000 {
        let done = Arc::clone(&done);
        pool.execute(move || _ = done.fetch_add(1, Ordering::Relaxed)).expect("it is open");
    }
    drop(pool);
    assert_eq!(done.load(Ordering::Relaxed), 1000);
}

#[test]
fn cancelling_drops_what_nobody_has_begun_and_lets_the_rest_end() {
    let pool = Pool::new(1);
    let (job, has_begun, end) = held_job();
    pool.execute(job).expect("it is open");
    has_begun.recv().expect("it begins");
    let captured = Arc::new(());
    for _ in 0..5 {
        let captured = Arc::clone(&captured);
        pool.execute(move || drop(captured)).expect("it is open");
    }
    assert_eq!(pool.waiting(), 5);
    assert_eq!(pool.cancel(), 5);
    assert_eq!(Arc::strong_count(&captured), 1, "dropped at once");
    assert_eq!((pool.waiting(), pool.cancel()), (0, 0));
    end.send(()).expect("the job that was begun still waits for this");
    pool.join();
}

#[test]
fn after_a_graceful_end_was_begun_it_can_still_be_cancelled() {
    let pool = Pool::new(1);
    let (job, has_begun, end) = held_job();
    pool.execute(job).expect("it is open");
    has_begun.recv().expect("it begins");
    pool.execute(|| unreachable!("it is cancelled")).expect("it is open");
    pool.close();
    assert_eq!(pool.cancel(), 1);
    drop(end);
    pool.join();
    assert_eq!(pool.panics(), 0);
}

#[test]
fn a_job_cannot_wait_for_its_own_pool() {
    let pool = Arc::new(Pool::new(1));
    for wait in
        [|pool: &Pool| pool.join(), |pool: &Pool| pool.wait_until_quiet(), |pool: &Pool| pool.scope(|_| ())]
    {
        let same = Arc::clone(&pool);
        pool.execute(move || wait(&same)).expect("it is open");
    }
    pool.wait_until_quiet();
    assert_eq!(pool.panics(), 3, "each is told, and none of them hangs");
}

#[test]
fn a_job_may_hold_the_last_share_of_its_pool() {
    let (ended, has_ended) = mpsc::channel();
    let (let_go, gone) = mpsc::channel::<()>();
    let pool = Arc::new(Pool::new(1));
    let share = Arc::clone(&pool);
    pool.execute(move || {
        let _ = gone.recv();
        drop(share);
        ended.send(()).expect("the test waits for this");
    })
    .expect("it is open");
    drop(pool);
    drop(let_go);
    has_ended.recv().expect("it does not wait for itself");
}

#[test]
fn a_worker_that_could_not_be_started_gives_the_job_back_if_it_is_the_only_one() {
    let board = Board::new();
    let starts = || Ok(());
    let does_not = || Err(io::Error::other("no thread is left"));
    let (send, receive) = mpsc::channel();
    let refused = board.put_up(Box::new(move || send.send(7).unwrap()), 2, does_not);
    let Err((job, NoMore::NoWorker(_))) = refused else { panic!("nobody would do it") };
    job();
    assert_eq!(receive.recv(), Ok(7), "it is the very job");
    assert_eq!((board.workers(), board.waiting()), (0, 0));

    assert!(board.put_up(Box::new(|| {}), 2, starts).is_ok());
    assert!(board.put_up(Box::new(|| {}), 2, does_not).is_ok(), "the first will do both");
    assert_eq!((board.workers(), board.waiting()), (1, 2));
    board.close();
    assert!(matches!(board.put_up(Box::new(|| {}), 2, starts), Err((_, NoMore::Closed))));
}

#[test]
fn a_scope_has_its_jobs_results_on_the_stack() {
    let pool = Pool::new(4);
    let mut squares = vec![0; 1000];
    let count = pool.scope(|scope| {
        for (number, square) in squares.iter_mut().enumerate() {
            scope.execute(move || *square = number * number).expect("it is open");
        }
        1000
    });
    assert_eq!(count, 1000, "and what its body returns");
    assert!(squares.iter().enumerate().all(|(number, square)| *square == number * number));
}

#[test]
fn a_scope_inside_of_a_scope_of_another_pool_is_no_matter() {
    let (outer, inner) = (Pool::new(2), Pool::new(2));
    let sum = AtomicUsize::new(0);
    outer.scope(|scope| {
        for _ in 0..4 {
            scope
                .execute(|| {
                    inner.scope(|scope| {
                        for number in 1..=10 {
                            let sum = &sum;
                            scope
                                .execute(move || _ = sum.fetch_add(number, Ordering::Relaxed))
                                .expect("open");
                        }
                    });
                })
                .expect("it is open");
        }
    });
    assert_eq!(sum.into_inner(), 220);
}

#[test]
fn a_panic_of_a_scopes_job_is_told_after_all_jobs_have_ended() {
    let pool = Pool::new(2);
    let done = AtomicUsize::new(0);
    let told = catch_unwind(AssertUnwindSafe(|| {
        pool.scope(|scope| {
            for number in 0..100 {
                let done = &done;
                let job = move || {
                    assert!(number != 50, "on purpose");
                    done.fetch_add(1, Ordering::Relaxed);
                };
                scope.execute(job).expect("it is open");
            }
        });
    }));
    assert_eq!(*told.unwrap_err().downcast_ref::<&str>().expect("a text"), "a job of the scope panicked");
    assert_eq!(done.load(Ordering::Relaxed), 99);
    // Who waits for a scope waits for its jobs; the worker counts the panic after that.
    pool.wait_until_quiet();
    assert_eq!(pool.panics(), 1);
    pool.scope(|scope| scope.execute(|| {}).expect("it is whole"));
}

#[test]
fn a_scope_of_a_closed_pool_gives_its_jobs_back() {
    let pool = Pool::new(1);
    pool.close();
    let mut number = 1;
    pool.scope(|scope| {
        let rejected = scope.execute(|| number += 1).expect_err("it is closed");
        (rejected.job)();
    });
    assert_eq!(number, 2);
}

#[test]
fn it_says_of_itself_how_it_is() {
    let pool = Pool::new(2);
    assert_eq!(format!("{pool:?}"), "Pool { threads: 0, most_threads: 2, waiting: 0, panics: 0, .. }");
}
