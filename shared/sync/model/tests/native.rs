//! The engine that is the operating system: it runs right programs to their end, and knows of wrong ones
//! how they end, without any clock.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use sync_model::native;
use sync_model::source::Sources;
use sync_model::sync::atomic::{AtomicBool, AtomicUsize};
use sync_model::sync::{Arc, Condvar, Deadline, Model, Mutex, Plain, RwLock, catch_unwind, thread};
use sync_model::trace::{Ending, Obstacle, Stuck};
use sync_model::{Trace, Verdict};

/// Long enough for any machine; a run that is right or stuck never takes it.
const PATIENCE: Duration = Duration::from_secs(60);

fn trace(model: &Model) -> Trace {
    let run = native::start(model, 1000);
    let began = Instant::now();
    run.wait_for_ending(PATIENCE).expect("the run ends by itself");
    assert!(began.elapsed() < PATIENCE, "it had ended, and nobody told of it");
    run.trace(&mut Sources::new())
}

#[track_caller]
fn passes(scenario: impl Fn() + Send + Sync + 'static) {
    let model = Model::new("passes", scenario);
    for _ in 0..100 {
        let trace = trace(&model);
        assert_eq!(trace.ending, Ending::Passed, "{trace:#?}");
    }
}

#[track_caller]
fn fails(model: &Model, expected: Verdict) -> (String, Vec<Stuck>) {
    match trace(model).ending {
        Ending::Failed { verdict, message, stuck, .. } if verdict == expected => (message, stuck),
        other => panic!("not {expected}: {other:?}"),
    }
}

#[test]
fn a_lock_keeps_real_threads_apart() {
    passes(|| {
        let count = Arc::new(Mutex::new(0));
        let adders: Vec<_> = (0..4)
            .map(|_| {
                let count = Arc::clone(&count);
                thread::spawn(move || (0..25).for_each(|_| *count.lock() += 1))
            })
            .collect();
        adders.into_iter().for_each(|adder| adder.join().expect("nobody panics"));
        assert_eq!(*count.lock(), 100);
    });
}

#[test]
fn waiters_are_woken_and_parked_threads_unparked() {
    passes(|| {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let waiters: Vec<_> = (0..3)
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    let mut value = shared.0.lock();
                    while *value == 0 {
                        shared.1.wait(&mut value);
                    }
                    drop(value);
                    thread::park();
                })
            })
            .collect();
        *shared.0.lock() = 1;
        shared.1.notify_all();
        for waiter in waiters {
            waiter.thread().unpark();
            waiter.join().expect("nobody panics");
        }
    });
}

/// An unpark that comes just when a thread is about to park, a little earlier or later in each round.
#[test]
fn an_unpark_is_seen_by_the_park_that_begins_at_that_moment() {
    const ROUNDS: usize = 60;
    let meet = |met: &AtomicUsize, round: usize| {
        met.fetch_add(1, Ordering::AcqRel);
        while met.load(Ordering::Acquire) < 2 * (round + 1) {
            thread::yield_now();
        }
    };
    passes(move || {
        let met = Arc::new(AtomicUsize::new(0));
        let theirs = Arc::clone(&met);
        let parker = thread::spawn(move || {
            for round in 0..ROUNDS {
                meet(&theirs, 2 * round);
                thread::park();
                meet(&theirs, 2 * round + 1);
            }
        });
        for round in 0..ROUNDS {
            meet(&met, 2 * round);
            for _ in 0..round % 4 {
                met.load(Ordering::Relaxed);
            }
            parker.thread().unpark();
            meet(&met, 2 * round + 1);
        }
        parker.join().expect("nobody panics");
    });
}

#[test]
fn readers_share_and_a_reader_may_read_again_while_a_writer_waits() {
    passes(|| {
        let value = Arc::new(RwLock::new(1));
        let reading = value.read();
        let theirs = Arc::clone(&value);
        let writer = thread::spawn(move || *theirs.write() += 1);
        assert_eq!(*reading, *value.read());
        drop(reading);
        writer.join().expect("nobody panics");
        assert_eq!(*value.read(), 2);
    });
}

#[test]
fn each_thread_has_a_number_that_no_other_ever_has() {
    passes(|| {
        let first = thread::spawn(thread::number).join().expect("nobody panics");
        // The first one has ended, and its number is not given again.
        let second = thread::spawn(thread::number).join().expect("nobody panics");
        let mine = thread::number();
        assert!(mine != first && first != second && second != mine);
        assert_eq!(thread::number(), mine);
    });
}

#[test]
fn atomics_count_and_plain_memory_holds() {
    passes(|| {
        let shared = Arc::new((AtomicUsize::new(0), Plain::new(7)));
        let theirs = Arc::clone(&shared);
        let adder = thread::spawn(move || theirs.0.fetch_add(2, Ordering::AcqRel));
        shared.0.fetch_add(3, Ordering::AcqRel);
        adder.join().expect("nobody panics");
        assert_eq!(shared.0.load(Ordering::Acquire) + shared.1.get(), 12);
    });
}

#[test]
fn time_passes_only_when_nobody_can_move() {
    passes(|| {
        let shared = Arc::new((Mutex::new(()), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let sleeper = thread::spawn(move || {
            let mut guard = theirs.0.lock();
            // An hour: it does not take one.
            let result = theirs.1.wait_until(&mut guard, Deadline::after(Duration::from_secs(3600)));
            result.timed_out()
        });
        assert!(sleeper.join().expect("nobody panics"));
    });
}

#[test]
fn panics_are_carried_to_join_and_can_be_caught() {
    passes(|| {
        let broken = thread::spawn(|| panic!("meant"));
        assert!(broken.join().is_err());
        assert!(catch_unwind(|| panic!("meant too")).is_err());
    });
}

#[test]
fn a_check_that_does_not_hold_is_an_assertion() {
    let model = Model::new("one and one", || {
        // A guard that is alive while the run ends.
        let lock = Arc::new(Mutex::new(()));
        let _guard = lock.lock();
        assert_eq!(1 + 1, 3, "one and one");
    });
    let (message, _) = fails(&model, Verdict::Assertion);
    assert!(message.contains("one and one"), "{message}");
}

#[test]
fn a_panic_that_nobody_joins_is_told() {
    let model = Model::new("on its own", || drop(thread::spawn(|| panic!("alone"))));
    let (message, _) = fails(&model, Verdict::Assertion);
    assert_eq!(message, "alone");
}

#[test]
fn stuck_threads_are_known_without_a_clock() {
    let model = Model::new("both hold one and want the other", || {
        let locks = Arc::new((Mutex::new(()), Mutex::new(()), AtomicBool::new(false)));
        let theirs = Arc::clone(&locks);
        let _first = locks.0.lock();
        let other = thread::spawn(move || {
            let _second = theirs.1.lock();
            theirs.2.store(true, Ordering::Release); // pairs with the load below
            let _first = theirs.0.lock();
        });
        while !locks.2.load(Ordering::Acquire) {
            thread::yield_now();
        }
        let _second = locks.1.lock();
        other.join().expect("never comes to this");
    });
    for _ in 0..50 {
        let (_, stuck) = fails(&model, Verdict::Deadlock);
        assert_eq!(stuck.len(), 2);
        assert!(stuck.iter().all(|s| matches!(s.on, Obstacle::Lock { held_by: Some(_), .. })), "{stuck:?}");
    }
}

#[test]
fn a_notification_that_found_nobody_is_a_lost_wakeup() {
    let model = Model::new("too early", || {
        let shared = (Mutex::new(()), Condvar::new());
        shared.1.notify_one();
        let mut guard = shared.0.lock();
        shared.1.wait(&mut guard);
    });
    fails(&model, Verdict::LostWakeup);
}

#[test]
fn uses_are_counted_by_the_file_they_stand_in() {
    let model = Model::new("counts", || {
        let lock = Arc::new(Mutex::new(()));
        drop(lock.lock());
        let theirs = Arc::clone(&lock);
        thread::spawn(move || drop(theirs.lock())).join().expect("nobody panics");
    });
    let run = native::start(&model, 1000);
    assert_eq!(run.wait_for_ending(PATIENCE), Some(Ending::Passed));
    let here = run.uses(|file| file.ends_with("native.rs"));
    assert_eq!((here.spawned, here.locked, here.waited), (1, 2, 0));
    assert_eq!(run.uses(|file| !file.ends_with("native.rs")).locked, 0);
}

#[test]
fn a_long_run_keeps_its_first_steps() {
    let model = Model::new("long", || {
        let lock = Mutex::new(0);
        (0..500).for_each(|_| *lock.lock() += 1);
    });
    let run = native::start(&model, 10);
    assert_eq!(run.wait_for_ending(PATIENCE), Some(Ending::Passed));
    assert!(!run.kept_every_step());
    assert!(run.trace(&mut Sources::new()).steps.len() < 15);
}

#[test]
fn who_has_been_woken_is_never_taken_for_stuck() {
    // Everybody waits all the time, so that a moment in which a woken thread still counts as waiting would
    // soon be taken for a deadlock.
    passes(|| {
        const ROUNDS: u32 = 100;
        let round_of = |shared: &(Mutex<(u32, u32)>, Condvar)| {
            for _ in 0..ROUNDS {
                let mut state = shared.0.lock();
                let round = state.1;
                state.0 += 1;
                if state.0 == 3 {
                    *state = (0, round + 1);
                    shared.1.notify_all();
                }
                while state.1 == round {
                    shared.1.wait(&mut state);
                }
            }
        };
        let shared = Arc::new((Mutex::new((0, 0)), Condvar::new()));
        let others: Vec<_> = (0..2)
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || round_of(&shared))
            })
            .collect();
        round_of(&shared);
        others.into_iter().for_each(|other| other.join().expect("nobody panics"));
    });
}
