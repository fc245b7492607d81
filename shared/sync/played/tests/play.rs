//! A run by a schedule: it does what the schedule says, and what the checked world found it finds again.

use std::time::Duration;

use sync_checked::{Verdict, check};
use sync_played::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use sync_played::sync::{Arc, Bound, Condvar, Deadline, Model, Mutex, RwLock, hint, thread};
use sync_played::trace::{Action, Ending, Trace, Wake};
use sync_played::{Early, EarlyWake, PlayError, finish, play, schedule_of};

fn verdict(trace: &Trace) -> Option<Verdict> {
    match trace.ending {
        Ending::Failed { verdict, .. } => Some(verdict),
        _ => None,
    }
}

/// Two threads add one, in two steps each.
fn two_increments() -> Model {
    Model::new("two increments make two", || {
        let counter = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&counter);
        let increment = |counter: &AtomicU32| {
            let value = counter.load(Ordering::SeqCst);
            counter.store(value + 1, Ordering::SeqCst);
        };
        let other = thread::spawn(move || increment(&theirs));
        increment(&counter);
        other.join().expect("nobody panics");
        assert_eq!(counter.load(Ordering::SeqCst), 2);
    })
}

#[test]
fn the_schedule_decides_who_wins() {
    let fair = play(&two_increments(), &[0, 0, 1, 1, 0, 0], &[]).expect("it can be followed");
    assert_eq!(fair.ending, Ending::Passed);
    let lost = play(&two_increments(), &[0, 1, 1, 0, 0, 0], &[]).expect("it can be followed");
    assert_eq!(verdict(&lost), Some(Verdict::Assertion));
}

#[test]
fn a_schedule_that_ends_early_says_who_could_move_and_where() {
    let trace = play(&two_increments(), &[0, 0], &[]).expect("it can be followed");
    let Ending::Unfinished { can_move } = trace.ending else { panic!("not {:?}", trace.ending) };
    // Thread 0 waits for thread 1 to finish, so only that one can.
    assert_eq!(can_move.iter().map(|(thread, _)| *thread).collect::<Vec<_>>(), [1]);
    assert!(can_move[0].1.contains("counter.load"), "{can_move:?}");
}

#[test]
fn who_cannot_move_is_not_moved() {
    let error = play(&two_increments(), &[0, 0, 0], &[]).expect_err("thread 0 waits");
    assert_eq!(error, PlayError::CannotMove { turn: 3, thread: 0, can_move: vec![1] });
    let error = play(&two_increments(), &[5], &[]).expect_err("there is no thread 5");
    assert!(matches!(error, PlayError::CannotMove { turn: 1, thread: 5, .. }));
}

#[test]
fn a_schedule_that_is_too_long_is_an_error() {
    let error = play(&two_increments(), &[0, 0, 1, 1, 0, 0, 1], &[]).expect_err("it is over after six");
    assert_eq!(error, PlayError::OverBefore { turns: 6 });
}

#[test]
fn the_same_schedule_makes_the_same_trace() {
    let schedule = [0, 1, 0, 1, 0, 0];
    let first = play(&two_increments(), &schedule, &[]).expect("it can be followed");
    for _ in 0..20 {
        assert_eq!(play(&two_increments(), &schedule, &[]).expect("it can be followed"), first);
    }
}

#[test]
fn to_finish_makes_no_preemption() {
    let trace = finish(&two_increments(), &[], &[]).expect("it comes to its end");
    assert_eq!(trace.ending, Ending::Passed);
    assert_eq!(trace.preemptions(), 0);
}

/// Broken programs of every kind, as far as a sequentially consistent memory shows them.
fn broken() -> Vec<(Model, Verdict)> {
    let lock_order = Model::new("lock order", || {
        let locks = Arc::new((Mutex::new(()), Mutex::new(())));
        let theirs = Arc::clone(&locks);
        let other = thread::spawn(move || {
            let _b = theirs.1.lock();
            let _a = theirs.0.lock();
        });
        let a = locks.0.lock();
        let b = locks.1.lock();
        drop((a, b));
        other.join().expect("nobody panics");
    });
    let lost_wakeup = Model::new("notify before wait", || {
        let signal = Arc::new((AtomicBool::new(false), Mutex::new(()), Condvar::new()));
        let theirs = Arc::clone(&signal);
        let teller = thread::spawn(move || {
            theirs.0.store(true, Ordering::SeqCst);
            theirs.2.notify_one();
        });
        let mut guard = signal.1.lock();
        while !signal.0.load(Ordering::SeqCst) {
            signal.2.wait(&mut guard);
        }
        drop(guard);
        teller.join().expect("nobody panics");
    });
    let if_for_while = Model::new("if for while", || {
        let flag = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&flag);
        let setter = thread::spawn(move || {
            *theirs.0.lock() = true;
            theirs.1.notify_one();
        });
        let mut set = flag.0.lock();
        if !*set {
            flag.1.wait(&mut set);
        }
        assert!(*set);
        drop(set);
        setter.join().expect("nobody panics");
    });
    let parks = Model::new("two unparks are one", || {
        let sleeper = thread::spawn(|| {
            thread::park();
            thread::park();
        });
        sleeper.thread().unpark();
        sleeper.thread().unpark();
        sleeper.join().expect("nobody panics");
    });
    let timeout = Model::new("a timeout taken for success", || {
        let slot = Arc::new((Mutex::new(None), Condvar::new()));
        let theirs = Arc::clone(&slot);
        let giver = thread::spawn(move || {
            *theirs.0.lock() = Some(7);
            theirs.1.notify_one();
        });
        let mut value = slot.0.lock();
        let deadline = Deadline::after(Duration::from_secs(1));
        while value.is_none() && !slot.1.wait_until(&mut value, deadline).timed_out() {}
        assert_eq!(*value, Some(7));
        drop(value);
        giver.join().expect("nobody panics");
    });
    let spin = Model::new("both wait for the other", || {
        let turns = Arc::new((AtomicBool::new(false), AtomicBool::new(false)));
        let theirs = Arc::clone(&turns);
        let after = |mine: &AtomicBool, other: &AtomicBool| {
            while !other.load(Ordering::SeqCst) {
                hint::spin_loop();
            }
            mine.store(true, Ordering::SeqCst);
        };
        let other = thread::spawn(move || after(&theirs.1, &theirs.0));
        after(&turns.0, &turns.1);
        other.join().expect("nobody panics");
    });
    let writers = Model::new("a reader wants to write", || {
        let lock = Arc::new(RwLock::new(0));
        let theirs = Arc::clone(&lock);
        let other = thread::spawn(move || {
            let shared = theirs.read();
            *theirs.write() += *shared;
        });
        other.join().expect("nobody panics");
    });
    // With an atomic counter the checked world would find a load of an old value, without a preemption.
    let increments = Model::new("two increments under two locks each", || {
        let counter = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&counter);
        let increment = |counter: &Mutex<u32>| {
            let value = *counter.lock();
            *counter.lock() = value + 1;
        };
        let other = thread::spawn(move || increment(&theirs));
        increment(&counter);
        other.join().expect("nobody panics");
        assert_eq!(*counter.lock(), 2);
    });
    vec![
        (increments, Verdict::Assertion),
        (lock_order, Verdict::Deadlock),
        (lost_wakeup, Verdict::LostWakeup),
        (if_for_while.early_wakes(1), Verdict::Assertion),
        (parks, Verdict::LostWakeup),
        (timeout.early_wakes(1), Verdict::Assertion),
        (spin.preemptions(Bound::AtMost(0)), Verdict::Livelock),
        (writers, Verdict::Deadlock),
    ]
}

/// The waits of a trace that ended early, in the form in which they are chosen.
fn early_wakes(trace: &Trace) -> Vec<Early> {
    let mut waits = vec![0; trace.threads.len()];
    let mut early = Vec::new();
    for step in &trace.steps {
        match step.action {
            Action::Wait { .. } | Action::Park { .. } => waits[step.thread] += 1,
            Action::Woken(why) | Action::Unparked(why) => {
                let why = match why {
                    Wake::Notified => continue,
                    Wake::Spurious => EarlyWake::Spurious,
                    Wake::TimedOut => EarlyWake::TimedOut,
                };
                early.push(Early { thread: step.thread, chance: waits[step.thread] - 1, why });
            }
            _ => {}
        }
    }
    early
}

#[test]
fn what_the_checked_world_found_is_played_again_step_by_step() {
    for (model, expected) in broken() {
        let found = check(&model).expect_err("it is broken");
        assert_eq!(found.verdict, expected, "\n{found}");
        let schedule = schedule_of(&found.trace);
        let trace = play(&model, &schedule, &early_wakes(&found.trace))
            .unwrap_or_else(|error| panic!("{}: {error}\n{found}", model.name()));
        assert_eq!(verdict(&trace), Some(expected), "{}", model.name());
        assert_eq!(schedule_of(&trace), schedule, "{}", model.name());
    }
}
