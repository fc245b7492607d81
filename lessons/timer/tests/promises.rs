//! The timers' promises under real threads. What depends on the schedule is in `models/`.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use sync_real::Deadline;
use timer::by_hand::{Call, Ending, JoinError, StartError, Timer, Timers};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const SHORT: Duration = Duration::from_millis(10);
/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);

/// A function that counts its calls, and the count.
fn counting() -> (impl FnOnce() + Send + 'static, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let function = move || {
        // Relaxed: read after a join.
        counted.fetch_add(1, Ordering::Relaxed);
    };
    (function, calls)
}

fn timers() -> Timers {
    Timers::new().expect("there is a thread")
}

/// Something that is dropped when the function is.
fn dropped_with_it() -> (Arc<()>, impl Fn() -> bool) {
    let captured = Arc::new(());
    let left = Arc::downgrade(&captured);
    (captured, move || left.upgrade().is_none())
}

#[test]
fn it_is_called_once_after_its_interval_and_not_before() {
    // Long enough that half of it and a busy machine do not come to as much.
    let interval = Duration::from_millis(100);
    let (tell, told) = mpsc::channel();
    let timer = Timer::new(interval, move || tell.send(Instant::now()).expect("somebody listens"));
    let began = Instant::now();
    timer.start().expect("it is the first time");
    assert_eq!(timer.join(), Ok(Ending::Called));
    let called = told.recv().expect("it was called");
    assert!(called - began >= interval, "too early: {:?}", called - began);
    assert!(told.recv().is_err(), "and not a second time");
}

#[test]
fn it_is_called_in_another_thread_and_start_does_not_wait() {
    let (go, gone) = mpsc::channel::<()>();
    let (tell, told) = mpsc::channel();
    let timer = Timer::new(Duration::ZERO, move || {
        gone.recv().expect("it is told to go on");
        tell.send(thread::current().id()).expect("somebody listens");
    });
    timer.start().expect("it is the first time");
    // Were it called by `start`, nobody would come to this line.
    go.send(()).expect("it listens");
    assert_ne!(told.recv(), Ok(thread::current().id()));
}

#[test]
fn the_interval_counts_from_the_start() {
    let (function, calls) = counting();
    let timer = Timer::new(Duration::ZERO, function);
    assert_eq!(timer.join_timeout(SHORT), Err(JoinError::NotStarted));
    assert_eq!(calls.load(Ordering::Relaxed), 0, "it has not been started");
    timer.start().expect("it is the first time");
    assert_eq!(timer.join(), Ok(Ending::Called));
}

#[test]
fn a_second_start_is_an_error_and_changes_nothing() {
    let (function, calls) = counting();
    let timer = Timer::new(SHORT, function);
    timer.start().expect("it is the first time");
    assert!(matches!(timer.start(), Err(StartError::AlreadyStarted)));
    assert_eq!(timer.join(), Ok(Ending::Called));
    assert!(matches!(timer.start(), Err(StartError::AlreadyStarted)));
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn cancelled_before_its_time_it_is_never_called_and_join_returns_at_once() {
    let (function, calls) = counting();
    let timer = Timer::new(LONG, function);
    timer.start().expect("it is the first time");
    assert!(timer.cancel());
    assert_eq!(timer.join(), Ok(Ending::Cancelled));
    assert!(!timer.cancel(), "once is enough");
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[test]
fn cancelled_before_it_is_started_it_is_never_called() {
    let (function, calls) = counting();
    let timer = Timer::new(Duration::ZERO, function);
    assert!(timer.cancel());
    assert_eq!(timer.join(), Err(JoinError::NotStarted));
    timer.start().expect("it is the first time");
    assert_eq!(timer.join(), Ok(Ending::Cancelled));
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[test]
fn cancelled_after_its_time_nothing_happens() {
    let (function, calls) = counting();
    let timer = Timer::new(Duration::ZERO, function);
    timer.start().expect("it is the first time");
    assert_eq!(timer.join(), Ok(Ending::Called));
    assert!(!timer.cancel());
    assert_eq!(timer.join(), Ok(Ending::Called), "it has been called all the same");
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn cancelling_wakes_all_who_join() {
    let timer = Timer::new(LONG, || ());
    timer.start().expect("it is the first time");
    thread::scope(|scope| {
        let waiting: Vec<_> = (0..3).map(|_| scope.spawn(|| timer.join())).collect();
        assert!(timer.cancel());
        for one in waiting {
            assert_eq!(one.join().expect("nobody panics"), Ok(Ending::Cancelled));
        }
    });
}

#[test]
fn a_cancelled_function_is_dropped_at_once_with_what_it_has_captured() {
    let (captured, is_dropped) = dropped_with_it();
    let timer = Timer::new(LONG, move || drop(captured));
    timer.start().expect("it is the first time");
    assert!(!is_dropped());
    assert!(timer.cancel());
    assert!(is_dropped());

    let timers = timers();
    let (captured, is_dropped) = dropped_with_it();
    let handle = timers.after(LONG, move || drop(captured));
    assert!(handle.cancel());
    assert!(is_dropped());
    assert_eq!(timers.pending(), 0);
}

#[test]
fn a_limited_join_is_not_early_and_leaves_no_trace() {
    let timer = Timer::new(LONG, || ());
    timer.start().expect("it is the first time");
    let began = Instant::now();
    assert_eq!(timer.join_timeout(SHORT), Err(JoinError::TimedOut));
    assert!(began.elapsed() >= SHORT);
    assert_eq!(timer.join_timeout(Duration::ZERO), Err(JoinError::TimedOut));
    assert!(timer.cancel(), "it is still pending");
    assert_eq!(timer.join_timeout(Duration::ZERO), Ok(Ending::Cancelled));
}

#[test]
fn the_timeout_of_a_join_covers_the_whole_call_also_if_the_function_begins_meanwhile() {
    let (interval, timeout) = (Duration::from_millis(20), Duration::from_millis(40));
    // How long it takes from the start to the end of a join that is woken as the function begins, and not at its end.
    let join = || {
        let (go, gone) = mpsc::channel::<()>();
        let timer = Timer::new(interval, move || gone.recv().expect("it is told to go on"));
        let began = Instant::now();
        timer.start().expect("it is the first time");
        assert_eq!(timer.join_timeout(timeout), Err(JoinError::TimedOut));
        let took = began.elapsed();
        go.send(()).expect("it listens");
        assert_eq!(timer.join(), Ok(Ending::Called));
        took
    };
    // Were the beginning of the function that of a new wait, it would take as long as both each time. A slow machine
    // may take as long, but not for ever.
    let began = Instant::now();
    while join() >= interval + timeout {
        assert!(began.elapsed() < Duration::from_secs(60), "no join has ended in time");
    }
}

#[test]
fn who_joins_with_a_timeout_and_who_joins_without_are_both_told() {
    let (go, gone) = mpsc::channel::<()>();
    let timer = Timer::new(Duration::ZERO, move || gone.recv().expect("it is told to go on"));
    timer.start().expect("it is the first time");
    let many = timers();
    let handle = many.after(LONG, || ());
    thread::scope(|scope| {
        let joins = [(); 2].map(|()| scope.spawn(|| timer.join()));
        let timed = [(); 2].map(|()| scope.spawn(|| timer.join_timeout(LONG)));
        let cancelled = [scope.spawn(|| handle.join()), scope.spawn(|| handle.join_timeout(LONG))];
        go.send(()).expect("it listens");
        assert!(handle.cancel());
        for join in joins.into_iter().chain(timed) {
            assert_eq!(join.join().expect("nobody panics"), Ok(Ending::Called));
        }
        for join in cancelled {
            assert_eq!(join.join().expect("nobody panics"), Ok(Ending::Cancelled));
        }
    });
}

#[test]
fn times_too_long_to_count_are_for_ever() {
    let timer = Timer::new(Duration::MAX, || ());
    timer.start().expect("it is the first time");
    let many = timers();
    let handle = many.after(Duration::MAX, || ());
    thread::scope(|scope| {
        let patient = scope.spawn(|| timer.join_timeout(Duration::MAX));
        let other = scope.spawn(|| handle.join_timeout(Duration::MAX));
        assert!(timer.cancel());
        assert!(handle.cancel());
        assert_eq!(patient.join().expect("nobody panics"), Ok(Ending::Cancelled));
        assert_eq!(other.join().expect("nobody panics"), Ok(Ending::Cancelled));
    });
}

#[test]
fn a_panic_is_told_to_everybody_who_joins() {
    let timer = Timer::new(Duration::ZERO, || resume_unwind(Box::new("the kettle is empty")));
    timer.start().expect("it is the first time");
    for _ in 0..2 {
        let Err(JoinError::Panicked(panic)) = timer.join() else { panic!("it is told") };
        assert_eq!(panic.message(), "the kettle is empty");
    }
    let timer = Timer::new(Duration::ZERO, || resume_unwind(Box::new(7)));
    timer.start().expect("it is the first time");
    let Err(JoinError::Panicked(panic)) = timer.join() else { panic!("it is told") };
    assert_eq!(panic.message(), "a panic without a text");
}

/// Panics as it is dropped.
struct Spiteful;

impl Drop for Spiteful {
    fn drop(&mut self) {
        if !thread::panicking() {
            resume_unwind(Box::new("dropped"));
        }
    }
}

#[test]
fn what_a_panic_carries_may_panic_as_well_and_who_joins_is_told() {
    let timer = Timer::new(Duration::ZERO, || resume_unwind(Box::new(Spiteful)));
    timer.start().expect("it is the first time");
    assert!(matches!(timer.join(), Err(JoinError::Panicked(_))));
}

#[test]
fn dropped_timers_cancel_all_whatever_a_function_has_captured() {
    let timers = timers();
    let handles = [(); 8].map(|()| {
        let spiteful = Spiteful;
        timers.after(LONG, move || drop(spiteful))
    });
    drop(timers);
    for handle in handles {
        assert_eq!(handle.join(), Ok(Ending::Cancelled));
    }
}

#[test]
fn a_timer_may_be_dropped_in_any_state_and_goes_on() {
    drop(Timer::new(LONG, || ()));
    let cancelled = Timer::new(LONG, || ());
    cancelled.cancel();
    drop(cancelled);
    let (tell, told) = mpsc::channel();
    let started = Timer::new(SHORT, move || tell.send("called").expect("somebody listens"));
    started.start().expect("it is the first time");
    drop(started);
    assert_eq!(told.recv(), Ok("called"));
    let over = Timer::new(Duration::ZERO, || ());
    over.start().expect("it is the first time");
    over.join().expect("it does not panic");
    drop(over);
}

#[test]
fn a_call_is_made_once_whoever_makes_it() {
    let (function, calls) = counting();
    let call = Call::new(function);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| call.run());
        }
    });
    call.run();
    assert_eq!(call.join_until(Deadline::NEVER), Ok(Ending::Called));
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn of_many_calls_and_cancels_that_cross_each_function_is_called_or_cancelled() {
    let many = timers();
    for round in 0..200 {
        let (function, calls) = counting();
        let (one, other) = if round % 2 == 0 {
            let timer = Timer::new(Duration::from_micros(round % 60), function);
            timer.start().expect("it is the first time");
            (timer.cancel(), timer.join())
        } else {
            let handle = many.after(Duration::from_micros(round % 60), function);
            (handle.cancel(), handle.join())
        };
        assert_eq!(other, Ok(if one { Ending::Cancelled } else { Ending::Called }));
        assert_eq!(calls.load(Ordering::Relaxed), usize::from(!one));
    }
    assert_eq!(many.pending(), 0);
}

#[test]
fn many_are_called_in_the_order_of_their_times() {
    let timers = timers();
    let order = Arc::new(Mutex::new(Vec::new()));
    // The thread is busy until all have been added, so that it cannot be too early for one of them.
    let (go, gone) = mpsc::channel::<()>();
    timers.after(Duration::ZERO, move || gone.recv().expect("it is told to go on"));
    let handles: Vec<_> = [5, 1, 4, 2, 3]
        .map(|time| {
            let order = Arc::clone(&order);
            timers.after(SHORT * time, move || order.lock().expect("not poisoned").push(time))
        })
        .into();
    go.send(()).expect("it listens");
    for handle in handles {
        assert_eq!(handle.join(), Ok(Ending::Called));
    }
    assert_eq!(*order.lock().expect("not poisoned"), [1, 2, 3, 4, 5]);
}

#[test]
fn many_are_called_once_each_in_one_thread_and_none_too_early() {
    let timers = timers();
    let (tell, told) = mpsc::channel();
    let began = Instant::now();
    for number in 0..500_u32 {
        let tell = tell.clone();
        let interval = Duration::from_micros(u64::from(number * 7919 % 20_000));
        let due = Instant::now() + interval;
        timers.after(interval, move || {
            tell.send((number, thread::current().id(), Instant::now() >= due)).expect("somebody listens");
        });
    }
    drop(tell);
    let calls: Vec<_> = told.iter().collect();
    assert!(began.elapsed() < LONG);
    let mut numbers: Vec<u32> = calls.iter().map(|call| call.0).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..500).collect::<Vec<_>>());
    assert!(calls.iter().all(|call| call.1 == calls[0].1 && call.1 != thread::current().id()));
    assert!(calls.iter().all(|call| call.2), "one was too early");
}

#[test]
fn one_of_many_that_is_cancelled_leaves_nothing_behind() {
    let timers = timers();
    let handles: Vec<_> = (0..10).map(|_| timers.after(LONG, || ())).collect();
    assert_eq!(timers.pending(), 10);
    assert!(handles[3].cancel() && handles[7].cancel());
    assert_eq!(timers.pending(), 8);
    assert!(!handles[3].cancel());
    assert_eq!(handles[7].join(), Ok(Ending::Cancelled));
    assert_eq!(handles[0].join_timeout(Duration::ZERO), Err(JoinError::TimedOut));
}

#[test]
fn a_panic_of_one_of_many_harms_no_other() {
    let timers = timers();
    let unlucky = timers.after(Duration::ZERO, || resume_unwind(Box::new("on purpose")));
    let after = timers.after(SHORT, || ());
    assert_eq!(after.join(), Ok(Ending::Called));
    assert!(matches!(unlucky.join(), Err(JoinError::Panicked(_))));
}

#[test]
fn a_function_may_add_timers_and_cancel_them_and_is_told_when_it_would_wait_for_itself() {
    let timers = Arc::new(timers());
    let (tell, told) = mpsc::channel();
    let inside = Arc::clone(&timers);
    let outer = timers.after(Duration::ZERO, move || {
        let inner = inside.after(LONG, || ());
        assert_eq!(inner.join(), Err(JoinError::WouldWaitForItself));
        assert!(inner.cancel());
        assert_eq!(inner.join(), Ok(Ending::Cancelled), "what has ended can be asked for");
        tell.send(inside.after(SHORT, || ())).expect("somebody listens");
    });
    let added = told.recv().expect("it was called");
    assert_eq!(added.join(), Ok(Ending::Called));
    assert_eq!(outer.join(), Ok(Ending::Called));
}

#[test]
fn dropping_the_timers_cancels_what_waits_and_waits_for_what_is_under_way() {
    let timers = timers();
    let (begin, begun) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let under_way = timers.after(Duration::ZERO, move || {
        begin.send(()).expect("somebody listens");
        gone.recv().expect("it is told to go on");
    });
    let waiting = timers.after(LONG, || ());
    begun.recv().expect("it was called");
    thread::scope(|scope| {
        let dropping = scope.spawn(move || drop(timers));
        assert_eq!(waiting.join(), Ok(Ending::Cancelled));
        assert_eq!(under_way.join_timeout(Duration::ZERO), Err(JoinError::TimedOut));
        assert!(!dropping.is_finished(), "one call is still under way");
        go.send(()).expect("it listens");
        dropping.join().expect("nobody panics");
    });
    assert_eq!(under_way.join_timeout(Duration::ZERO), Ok(Ending::Called));
}

#[test]
fn handles_outlive_their_timers() {
    let timers = timers();
    let handle = timers.after(LONG, || ());
    drop(timers);
    assert!(!handle.cancel());
    assert_eq!(handle.clone().join(), Ok(Ending::Cancelled));
}

#[test]
fn errors_and_debug_say_what_is_the_matter() {
    let timer = Timer::new(LONG, || ());
    assert!(format!("{timer:?}").contains("pending"));
    timer.start().expect("it is the first time");
    assert_eq!(timer.start().expect_err("a second time").to_string(), "a timer can be started once");
    timer.cancel();
    assert!(format!("{timer:?}").contains("cancelled"));
    assert!(JoinError::NotStarted.to_string().contains("not been started"));
    let timers = timers();
    let handle = timers.after(LONG, || ());
    assert!(format!("{timers:?} {handle:?}").contains("pending: 1"));
}

mod drawing {
    use fractal::{Grid, Image};
    use stage::{Settings, Stop, perform};
    use timer::LESSON;

    fn run(deadline: u64, iterations: u64) -> Vec<(stage::Performance, Image, Grid, &'static str)> {
        let grid = Grid::new(120, 90).and_then(|grid| grid.with_iterations(iterations)).expect("it is small");
        let perform = |variant: &stage::Variant| {
            let settings = Settings { grid: grid.clone(), threads: 3, ..Settings::of(&LESSON) };
            let settings = settings.choosing("deadline", deadline);
            let mut image = Image::poisoned(&grid).expect("it is small");
            let run = perform(variant.draw, &mut image, &settings, &Stop::new());
            assert_eq!(run.outcome, Ok(()), "{}", variant.name);
            (run, image, grid.clone(), variant.name)
        };
        LESSON.variants.iter().map(perform).collect()
    }

    #[test]
    fn done_early_every_variant_has_the_whole_picture_and_its_timer_is_cancelled() {
        for (run, image, grid, variant) in run(600_000, 50) {
            assert_eq!(run.as_of, None, "{variant}");
            assert_eq!(run.notes[0].value, "cancelled, all is drawn", "{variant}");
            assert_eq!(image, grid.draw().expect("it is small"), "{variant}");
        }
    }

    #[test]
    fn when_time_is_up_every_variant_has_the_whole_picture_as_of_fewer_iterations() {
        // More iterations than a machine makes in a millisecond or two.
        for (run, image, grid, variant) in run(1, 1_000_000) {
            let iterations = run.as_of.expect("it was not done");
            assert_eq!(run.notes[0].value, "has called time", "{variant}");
            assert!(
                run.notes[1].value.starts_with(&format!("{iterations} of 1000000 iterations")),
                "{variant}"
            );
            let few = grid.with_iterations(iterations.max(1).unsigned_abs().into()).expect("not too many");
            if iterations > 0 {
                assert_eq!(image, few.draw().expect("it is small"), "{variant}");
            } else {
                assert!(image.counts().iter().all(|&count| count == 0), "{variant}");
            }
        }
    }
}
