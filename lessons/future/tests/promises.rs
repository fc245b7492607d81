//! The promises of futures under real threads. The name of a test is a promise; none of them sleeps to make a schedule
//! happen: where it matters who comes first, channels say so, and `tests/loom.rs` has all the orders.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use future::by_hand::{
    Cancelled, Executor, Failure, Future, Missing, Promise, Refused, Shutdown, StillWaiting, Until,
    as_completed, wait,
};
use pool::by_hand::Builder;

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const NOW: Duration = Duration::ZERO;
/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);

/// A future that has the value already.
fn there<T>(value: T) -> Future<T> {
    let (promise, future) = Promise::new();
    assert!(promise.set_result(value).is_ok());
    future
}

/// A future that has failed already.
fn failed() -> Future<u32> {
    let (promise, future) = Promise::new();
    promise.set_failure(on_purpose()).expect("nobody cancels it");
    future
}

fn on_purpose() -> Failure {
    Failure::Panicked("on purpose".to_owned())
}

/// An executor of one thread, which is held until the sender is dropped.
fn held_executor() -> (Executor, mpsc::Sender<()>) {
    let executor = Executor::new(1);
    let (begun, has_begun) = mpsc::channel();
    let (let_go, gone) = mpsc::channel::<()>();
    let hold = move || {
        begun.send(()).expect("the test waits for this");
        let _ = gone.recv();
    };
    executor.submit(hold).expect("it is open");
    has_begun.recv().expect("it begins");
    (executor, let_go)
}

// One future.

#[test]
fn it_goes_from_pending_over_running_to_finished() {
    let (promise, future) = Promise::new();
    let states = |future: &Future<u32>| (future.is_running(), future.is_done(), future.is_cancelled());
    assert_eq!(states(&future), (false, false, false));
    promise.start().expect("nobody cancels it");
    assert_eq!(states(&future), (true, false, false));
    promise.set_result(7).expect("nobody cancels it");
    assert_eq!(states(&future), (false, true, false));
    assert!(!future.cancel(), "it is too late");
}

#[test]
fn its_value_may_be_asked_for_any_number_of_times_by_any_number_of_threads() {
    let (promise, future) = Promise::new();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..100).for_each(|_| assert_eq!(*future.result().expect("it comes"), 7)));
        }
        promise.set_result(7).expect("nobody cancels it");
    });
    assert_eq!(future.failure(), Ok(None));
}

#[test]
fn zero_means_to_look_and_too_long_means_for_ever() {
    let (promise, future) = Promise::new();
    assert_eq!(future.result_timeout(NOW), Err(Missing::TimedOut));
    assert_eq!(future.failure_timeout(NOW), Err(Missing::TimedOut));
    thread::scope(|scope| {
        let waiter = scope.spawn(|| future.result_timeout(Duration::MAX));
        promise.set_result(7).expect("nobody cancels it");
        assert_eq!(waiter.join().expect("nobody panics").as_deref(), Ok(&7));
    });
    assert_eq!(future.result_timeout(NOW).as_deref(), Ok(&7));
}

#[test]
fn who_waits_with_a_timeout_and_who_waits_without_both_get_it() {
    for _ in 0..50 {
        let (promise, future) = Promise::new();
        thread::scope(|scope| {
            let waiters = [(); 2].map(|()| scope.spawn(|| future.result()));
            let timed = [(); 2].map(|()| scope.spawn(|| future.result_timeout(LONG)));
            promise.set_result(7).expect("nobody cancels it");
            for waiter in waiters.into_iter().chain(timed) {
                assert_eq!(waiter.join().expect("nobody panics").as_deref(), Ok(&7));
            }
        });
    }
}

#[test]
fn one_that_was_cancelled_is_told_to_who_waits_and_to_who_promised_it() {
    let (promise, future) = Promise::new();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| future.result());
        assert!(future.cancel() && future.cancel(), "twice is the same as once");
        assert_eq!(waiter.join().expect("nobody panics"), Err(Missing::Cancelled));
    });
    assert_eq!(promise.start(), Err(Cancelled));
    assert_eq!(promise.set_result(7), Err(7), "the value comes back");
    assert!(future.is_cancelled() && future.is_done());
    assert_eq!(future.failure(), Err(Missing::Cancelled));
}

#[test]
fn a_failure_that_comes_too_late_comes_back() {
    let (promise, future) = Promise::<u32>::new();
    assert!(future.cancel());
    assert_eq!(promise.set_failure(on_purpose()), Err(on_purpose()));
}

#[test]
fn to_start_what_was_started_is_a_mistake() {
    let (promise, _future) = Promise::<u32>::new();
    promise.start().expect("nobody cancels it");
    let told = catch_unwind(AssertUnwindSafe(|| promise.start())).expect_err("it was started before");
    assert_eq!(told.downcast_ref::<&str>(), Some(&"it was started before"));
}

#[test]
fn a_promise_that_is_dropped_fails_its_future() {
    let (promise, future) = Promise::<u32>::new();
    drop(promise);
    assert_eq!(future.result(), Err(Missing::Failed(Failure::Abandoned)));
}

#[test]
fn callbacks_are_called_in_order_by_who_settles_it_and_late_ones_at_once() {
    let (promise, future) = Promise::new();
    let calls = Arc::new(Mutex::new(Vec::new()));
    let leave_word = |number| {
        let calls = Arc::clone(&calls);
        future.add_done_callback(move |future: &Future<u32>| {
            assert!(future.is_done());
            calls.lock().unwrap().push((number, thread::current().id()));
        });
    };
    (0..5).for_each(leave_word);
    let settler = thread::spawn(move || {
        promise.set_result(7).expect("nobody cancels it");
        thread::current().id()
    });
    let settler = settler.join().expect("it does not panic");
    leave_word(5);
    let expected: Vec<_> =
        (0..5).map(|number| (number, settler)).chain([(5, thread::current().id())]).collect();
    assert_eq!(*calls.lock().unwrap(), expected);
}

#[test]
fn a_callback_that_panics_harms_neither_the_next_nor_who_settles_it() {
    let (promise, future) = Promise::new();
    let called = Arc::new(AtomicUsize::new(0));
    future.add_done_callback(|_| panic!("on purpose"));
    let count = Arc::clone(&called);
    future.add_done_callback(move |_| _ = count.fetch_add(1, Ordering::Relaxed));
    promise.set_result(7).expect("nobody cancels it");
    future.add_done_callback(|_| panic!("on purpose, and late"));
    assert_eq!((called.load(Ordering::Relaxed), future.result().as_deref()), (1, Ok(&7)));
}

#[test]
fn to_cancel_it_calls_the_callbacks() {
    let (_promise, future) = Promise::<u32>::new();
    let (send, receive) = mpsc::channel();
    future
        .add_done_callback(move |future| send.send(future.is_cancelled()).expect("the test waits for this"));
    assert!(future.cancel());
    assert_eq!(receive.try_iter().collect::<Vec<_>>(), [true], "once");
}

#[test]
fn its_errors_say_what_there_is_to_say() {
    let said = [
        Missing::TimedOut,
        Missing::Cancelled,
        Missing::Failed(on_purpose()),
        Missing::Failed(Failure::Abandoned),
        Missing::Deadlock,
    ]
    .map(|missing| missing.to_string());
    assert_eq!(
        said,
        [
            "it did not come in time",
            "it was cancelled",
            "it panicked: on purpose",
            "whoever had promised it is gone",
            "every thread of the executor waits for what only they could make",
        ]
    );
    assert_eq!(StillWaiting { left: 2, of: 3 }.to_string(), "2 of 3 futures were not done in time");
}

// Many.

#[test]
fn waiting_ends_with_the_first_the_first_failure_or_the_last() {
    let (_promise, pending) = Promise::<u32>::new();
    let futures = [there(7), pending, failed()];
    for (until, timeout) in
        [(Until::FirstCompleted, None), (Until::FirstFailed, None), (Until::AllCompleted, Some(NOW))]
    {
        let split = wait(&futures, timeout, until);
        assert_eq!(
            (split.done.len(), split.not_done.len()),
            (2, 1),
            "{until:?}: all that are done are there"
        );
        assert!(split.not_done[0].is_same(&futures[1]));
    }
}

#[test]
fn a_cancelled_future_is_done_and_has_not_failed() {
    let (_first, cancelled) = Promise::<u32>::new();
    assert!(cancelled.cancel());
    let (_second, pending) = Promise::<u32>::new();
    let futures = [cancelled, pending];
    assert_eq!(wait(&futures, None, Until::FirstCompleted).done.len(), 1);
    assert_eq!(wait(&futures, Some(NOW), Until::FirstFailed).done.len(), 1, "the time has ended this one");
}

#[test]
fn nothing_is_waited_for_where_there_is_nothing() {
    for until in [Until::FirstCompleted, Until::FirstFailed, Until::AllCompleted] {
        assert!(wait::<u32>(&[], None, until).done.is_empty());
    }
    assert!(as_completed::<u32>([], None).next().is_none());
}

#[test]
fn those_that_are_done_come_first_and_each_comes_once() {
    let (promise, late) = Promise::new();
    let early = there(1);
    let mut completed = as_completed([late.clone(), early.clone(), late.clone(), early.clone()], None);
    assert!(completed.next().expect("one is done").expect("in time").is_same(&early));
    promise.set_result(2).expect("nobody cancels it");
    assert!(completed.next().expect("one is left").expect("in time").is_same(&late));
    assert!(completed.next().is_none());
}

#[test]
fn a_wait_out_of_time_says_how_many_are_left_and_leaves_nothing_behind() {
    let (_promise, pending) = Promise::<u32>::new();
    for _ in 0..3 {
        let mut completed = as_completed([pending.clone(), there(1), pending.clone()], Some(NOW));
        assert!(completed.next().expect("one is done").is_ok());
        assert_eq!(completed.next().expect("it is said").unwrap_err(), StillWaiting { left: 1, of: 2 });
        assert!(completed.next().is_none(), "and no more");
    }
    assert_eq!(format!("{pending:?}"), "Future { state: pending, listeners: 0, .. }");
}

/// Calls `wait` with a thousand futures. One after the other is settled, at intervals that are a part of `TIMEOUT`,
/// until `wait` returns; the last one never is.
fn while_one_after_the_other_is_done<R>(wait: impl FnOnce(Vec<Future<usize>>) -> R) -> R {
    let (mut promises, futures): (Vec<_>, Vec<_>) = (0..1000).map(|_| Promise::new()).unzip();
    let _never = promises.pop();
    let (end, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            for (number, promise) in promises.into_iter().enumerate() {
                promise.set_result(number).expect("nobody cancels it");
                if ended.recv_timeout(TIMEOUT / 4) != Err(mpsc::RecvTimeoutError::Timeout) {
                    break;
                }
            }
        });
        // Dropped when `wait` has returned, or panicked.
        let _end = end;
        wait(futures)
    })
}

/// Of a wait that is over long before a thousand of its quarters are.
const TIMEOUT: Duration = Duration::from_millis(100);

#[test]
fn a_timeout_covers_the_whole_wait_however_many_are_done_meanwhile() {
    while_one_after_the_other_is_done(|futures| {
        let began = Instant::now();
        let split = wait(&futures, Some(TIMEOUT), Until::AllCompleted);
        assert!(began.elapsed() >= TIMEOUT, "not early");
        // Were each that is done the beginning of a new wait, it would go on until none but the last is left.
        assert!(split.not_done.len() > 1, "the time has not ended it");
    });
}

#[test]
fn a_timeout_covers_all_that_come_one_after_the_other() {
    while_one_after_the_other_is_done(|futures| {
        let began = Instant::now();
        let mut completed = as_completed(futures, Some(TIMEOUT));
        let late = completed.find_map(Result::err).expect("one is never done");
        assert!(began.elapsed() >= TIMEOUT, "not early");
        // As above.
        assert!(late.left > 1, "the time has not ended it");
        assert!(completed.next().is_none(), "and no more");
    });
}

// The executor.

#[test]
fn a_thousand_functions_are_called_once_each() {
    let executor = Executor::new(4);
    let futures: Vec<_> =
        (0..1000_u64).map(|n| executor.submit(move || n * n).expect("it is open")).collect();
    let sum: u64 = as_completed(futures, None).map(|future| *future.unwrap().result().unwrap()).sum();
    assert_eq!(sum, (0..1000).map(|n| n * n).sum::<u64>());
}

#[test]
fn a_panic_is_told_where_the_result_is_asked_for() {
    let executor = Executor::new(1);
    let future = executor.submit(|| -> u32 { panic!("the number is {}", 7) }).expect("it is open");
    let failure = Failure::Panicked("the number is 7".to_owned());
    assert_eq!(future.result(), Err(Missing::Failed(failure.clone())));
    assert_eq!(future.failure(), Ok(Some(failure)));
    assert_eq!(executor.submit(|| 8).expect("it is open").result().as_deref(), Ok(&8), "it lives on");
}

#[test]
fn what_a_function_captured_is_gone_when_its_future_is_done() {
    let executor = Executor::new(1);
    let captured = Arc::new(());
    let inside = Arc::clone(&captured);
    let future = executor.submit(move || drop(Arc::clone(&inside))).expect("it is open");
    future.result().expect("it does not panic");
    assert_eq!(Arc::strong_count(&captured), 1);
}

#[test]
fn what_was_cancelled_before_it_was_begun_is_never_called() {
    let (executor, let_go) = held_executor();
    let future = executor.submit(|| unreachable!("it is cancelled")).expect("it is open");
    assert!(future.cancel());
    drop(let_go);
    executor.join();
    assert_eq!(future.result(), Err::<Arc<()>, _>(Missing::Cancelled));
}

#[test]
fn what_has_begun_cannot_be_cancelled() {
    let executor = Executor::new(1);
    let (begun, has_begun) = mpsc::channel();
    let (let_go, gone) = mpsc::channel::<()>();
    let future = executor.submit(move || {
        begun.send(()).expect("the test waits for this");
        let _ = gone.recv();
        7
    });
    let future = future.expect("it is open");
    has_begun.recv().expect("it begins");
    assert!(future.is_running() && !future.cancel());
    drop(let_go);
    assert_eq!(future.result().as_deref(), Ok(&7));
}

#[test]
fn shut_down_gracefully_it_does_what_it_has_and_takes_no_more() {
    let (executor, let_go) = held_executor();
    let future = executor.submit(|| 7).expect("it is open");
    executor.shutdown(Shutdown::Graceful);
    executor.shutdown(Shutdown::Graceful);
    assert!(matches!(executor.submit(|| 8), Err(Refused::Closed)));
    drop(let_go);
    assert_eq!(future.result().as_deref(), Ok(&7));
}

#[test]
fn shut_down_with_cancelling_it_settles_what_nobody_has_begun() {
    let (executor, let_go) = held_executor();
    let futures: Vec<_> = (0..3).map(|n| executor.submit(move || n).expect("it is open")).collect();
    executor.shutdown(Shutdown::Graceful);
    executor.shutdown(Shutdown::CancelPending);
    let split = wait(&futures, None, Until::AllCompleted);
    assert!(split.done.iter().all(Future::is_cancelled), "although the thread is held");
    drop(let_go);
}

#[test]
fn dropping_it_waits_for_its_jobs() {
    let executor = Executor::new(2);
    let done = Arc::new(AtomicUsize::new(0));
    for _ in 0..100 {
        let done = Arc::clone(&done);
        executor.submit(move || _ = done.fetch_add(1, Ordering::Relaxed)).expect("it is open");
    }
    drop(executor);
    assert_eq!(done.load(Ordering::Relaxed), 100);
}

#[test]
fn an_initializer_that_panics_fails_what_was_queued() {
    let executor = Executor::over(Builder::new(1).initializer(|| panic!("on purpose")));
    let future = executor.submit(|| 7).expect("it is not broken yet");
    assert_eq!(future.result(), Err(Missing::Failed(Failure::Abandoned)));
    assert!(matches!(executor.submit(|| 8), Err(Refused::Broken)));
}

#[test]
fn map_gives_results_in_the_order_of_the_items() {
    let executor = Executor::new(4);
    // The first is the last to be done: it waits until all the others are.
    let others = Arc::new(Barrier::new(4));
    let squares = executor.map(0..4_u32, None, move |number| {
        others.wait();
        number * number
    });
    let squares: Vec<u32> = squares.expect("it is open").map(|square| *square.unwrap()).collect();
    assert_eq!(squares, [0, 1, 4, 9]);
}

#[test]
fn map_tells_of_a_failure_when_its_turn_comes_and_goes_on() {
    let executor = Executor::new(1);
    let results = executor.map([1, 0, 2], None, |number| 10 / number).expect("it is open");
    let results: Vec<_> = results.map(|result| result.ok().map(|value| *value)).collect();
    assert_eq!(results, [Some(10), None, Some(5)]);
}

#[test]
fn a_map_out_of_time_says_so_once_and_cancels_the_rest() {
    let (executor, let_go) = held_executor();
    let called = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&called);
    let mut results = executor
        .map(0..3, Some(NOW), move |_: i32| _ = count.fetch_add(1, Ordering::Relaxed))
        .expect("it is open");
    assert_eq!(results.next().map(|result| result.unwrap_err()), Some(Missing::TimedOut));
    assert!(results.next().is_none());
    drop(let_go);
    executor.join();
    // The one that was waited for is not cancelled: it may have begun.
    assert_eq!(called.load(Ordering::Relaxed), 1);
}

#[test]
fn the_timeout_of_a_map_counts_from_its_call_and_not_from_each_result() {
    const TIMEOUT: Duration = Duration::from_millis(50);
    // How long it takes to be given the first result and to be told of the second, when the time is up.
    let reading = || {
        let executor = Executor::new(1);
        let (begun, has_begun) = mpsc::channel();
        let (let_go, gone) = mpsc::channel::<()>();
        let gone = Mutex::new(gone);
        let results = executor.map(0..2, Some(TIMEOUT), move |number: u32| {
            if number == 1 {
                begun.send(()).expect("the test waits for this");
                let _ = gone.lock().unwrap().recv();
            }
            number
        });
        let mut results = results.expect("it is open");
        // The one thread has begun the second, so the first is done.
        has_begun.recv().expect("it begins");
        thread::sleep(TIMEOUT);
        let began = Instant::now();
        assert_eq!(results.next().expect("there are two").as_deref(), Ok(&0), "it was there in time");
        assert_eq!(results.next(), Some(Err(Missing::TimedOut)));
        let took = began.elapsed();
        drop(let_go);
        took
    };
    // Were the time to begin anew, it would take as long as that each time. A slow machine may take as long, but not
    // for ever.
    let began = Instant::now();
    while reading() >= TIMEOUT {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody is told at once that the time is up");
    }
}

#[test]
fn a_map_half_read_cancels_the_rest_and_one_unread_cancels_nothing() {
    for (read, expected) in [(1, 1), (0, 3)] {
        let executor = Executor::new(1);
        let called = Arc::new(AtomicUsize::new(0));
        let (let_go, gone) = mpsc::channel::<()>();
        let (count, gone) = (Arc::clone(&called), Mutex::new(gone));
        let mut results = executor
            .map(0..3, None, move |number: i32| {
                count.fetch_add(1, Ordering::Relaxed);
                if number == 1 {
                    // Held, so that the third has not begun when the rest is cancelled.
                    let _ = gone.lock().unwrap().recv();
                }
            })
            .expect("it is open");
        for _ in 0..read {
            results.next().expect("there are three").expect("it does not panic");
        }
        drop(results);
        drop(let_go);
        executor.join();
        let called = called.load(Ordering::Relaxed);
        // The second may have begun before the rest was cancelled.
        assert!(called == expected || called == expected + read, "{read} read, {called} called");
    }
}

#[test]
fn a_job_that_waits_for_another_gets_it_where_a_thread_is_left() {
    let executor = Arc::new(Executor::new(2));
    let same = Arc::clone(&executor);
    let outer =
        executor.submit(move || *same.submit(|| 7).expect("it is open").result().expect("it comes") + 1);
    assert_eq!(outer.expect("it is open").result().as_deref(), Ok(&8));
}

#[test]
fn a_job_may_drop_the_last_share_of_its_executor_just_as_somebody_begins_to_wait_for_it() {
    for _ in 0..10_000 {
        let executor = Arc::new(Executor::new(1));
        let (go, same) = (Arc::new(AtomicUsize::new(0)), Arc::clone(&executor));
        let gone = Arc::clone(&go);
        let job = move || {
            // Relaxed: only a word to go on.
            while gone.load(Ordering::Relaxed) == 0 {
                std::hint::spin_loop();
            }
            drop(same);
        };
        let future = executor.submit(job).expect("it is open");
        drop(executor);
        go.store(1, Ordering::Relaxed);
        assert_eq!(future.result().as_deref(), Ok(&()));
    }
}

#[test]
fn two_jobs_that_wait_for_each_other_are_told() {
    let executor = Arc::new(Executor::new(2));
    let (give_a, take_a) = mpsc::channel::<Future<Missing>>();
    let (give_b, take_b) = mpsc::channel::<Future<Missing>>();
    let wait_for = |other: mpsc::Receiver<Future<Missing>>| {
        move || other.recv().expect("it is sent").result().err().unwrap_or(Missing::Cancelled)
    };
    let a = executor.submit(wait_for(take_b)).expect("it is open");
    let b = executor.submit(wait_for(take_a)).expect("it is open");
    give_a.send(a.clone()).expect("it is waited for");
    give_b.send(b.clone()).expect("it is waited for");
    // Whoever would be the last to wait is told; then the other has what it waited for.
    let mut told = [(*a.result().unwrap()).clone(), (*b.result().unwrap()).clone()];
    told.sort_by_key(|missing| *missing != Missing::Deadlock);
    assert_eq!(told, [Missing::Deadlock, Missing::Cancelled]);
}

#[test]
fn a_thread_of_its_own_is_never_told_of_a_deadlock() {
    let (executor, let_go) = held_executor();
    let future = executor.submit(|| 7).expect("it is open");
    thread::scope(|scope| {
        let waiters: Vec<_> = (0..4).map(|_| scope.spawn(|| future.result())).collect();
        drop(let_go);
        for waiter in waiters {
            assert_eq!(waiter.join().expect("nobody panics").as_deref(), Ok(&7));
        }
    });
}

#[test]
fn it_says_of_itself_how_it_is() {
    assert_eq!(format!("{:?}", failed()), "Future { state: failed, listeners: 0, .. }");
    let executor = Executor::new(2);
    let pool = "Pool { threads: 0, most_threads: 2, waiting: 0, panics: 0, .. }";
    assert_eq!(format!("{executor:?}"), format!("Executor {{ pool: {pool}, .. }}"));
    assert_eq!(executor.threads(), 0);
}
