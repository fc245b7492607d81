//! Answers that do not end by themselves. Each is judged in a process of its own, since the limits count what
//! the whole process uses: this test runs itself again for it.

use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::sleep as thread_sleep;
use std::time::{Duration, Instant};

use learn::sync::{Condvar, Deadline, Model, Mutex, hint, thread};
use learn::{Exercise, Judgement, Limits, Real, Verdict, judge};

/// Says, to a process that this test has started, which exercise it is to judge.
const WHICH: &str = "LEARN_TEST_JUDGES";

/// Limits of processor time that are reached soon, for answers that use it. Nothing hangs on how busy the machine is.
/// But it may give this process nothing for a while, which must not look asleep: that takes long.
fn of_the_awake() -> Limits {
    Limits {
        without_operation: Duration::from_millis(100),
        real_run: Duration::from_millis(250),
        model: Duration::from_millis(250),
        asleep: Duration::from_secs(60),
    }
}

/// For answers that use no processor time: whoever does not use it for a moment is asleep.
fn of_the_sleepy() -> Limits {
    Limits { asleep: Duration::from_millis(300), ..of_the_awake() }
}

fn spins() -> Exercise {
    Exercise::new().limits(of_the_awake()).model(Model::new("spins", || {
        loop {
            std::hint::spin_loop();
        }
    }))
}

fn spins_watched() -> Exercise {
    Exercise::new().limits(of_the_awake()).real(Real::new("spins in sight", || {
        loop {
            hint::spin_loop();
        }
    }))
}

fn has_too_many_schedules() -> Exercise {
    Exercise::new().limits(of_the_awake()).model(Model::new("too much", || {
        let lock = learn::sync::Arc::new(Mutex::new(0));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let lock = learn::sync::Arc::clone(&lock);
                thread::spawn(move || (0..8).for_each(|_| *lock.lock() += 1))
            })
            .collect();
        threads.into_iter().for_each(|thread| thread.join().expect("nobody panics"));
    }))
}

fn sleeps() -> Exercise {
    Exercise::new()
        .limits(of_the_sleepy())
        .real(Real::new("sleeps", || std::thread::sleep(Duration::from_secs(3600))))
}

/// Each sleep is shorter than the limit, and an operation comes after each.
fn sleeps_again_and_again() -> Exercise {
    Exercise::new().limits(of_the_sleepy()).real(Real::new("sleeps, and looks up", || {
        let lock = Mutex::new(());
        loop {
            std::thread::sleep(Duration::from_millis(240));
            drop(lock.lock());
        }
    }))
}

fn waits_in_std() -> Exercise {
    Exercise::new().limits(of_the_sleepy()).model(Model::new("waits for nobody", || {
        let (_tell, told) = std::sync::mpsc::channel::<()>();
        let _ = told.recv();
    }))
}

fn sleeps_a_little() -> Exercise {
    Exercise::new()
        .limits(of_the_awake())
        .real(Real::new("sleeps a little", || std::thread::sleep(Duration::from_millis(150))).times(2))
}

fn waits_an_hour_in_sight() -> Exercise {
    Exercise::new().limits(of_the_awake()).real(Real::new("waits an hour", || {
        let lock = Mutex::new(());
        let deadline = Deadline::after(Duration::from_secs(3600));
        Condvar::new().wait_until(&mut lock.lock(), deadline);
    }))
}

type Make = fn() -> Exercise;
const ALL: [(&str, Make); 8] = [
    ("spins", spins),
    ("spins_watched", spins_watched),
    ("has_too_many_schedules", has_too_many_schedules),
    ("sleeps", sleeps),
    ("sleeps_again_and_again", sleeps_again_and_again),
    ("waits_in_std", waits_in_std),
    ("sleeps_a_little", sleeps_a_little),
    ("waits_an_hour_in_sight", waits_an_hour_in_sight),
];

/// In the other process: judges, and ends the process with all that still runs in it.
#[test]
fn judges_if_it_is_told_to() {
    let Ok(which) = std::env::var(WHICH) else { return };
    let (_, make) = ALL.iter().find(|(name, _)| *name == which).expect("one of the exercises");
    let judgement = judge(&make());
    println!("\n{}", serde_json::to_string(&judgement).expect("plain data"));
    std::process::exit(0);
}

#[track_caller]
fn judged(which: &str) -> Judgement {
    let this = std::env::current_exe().expect("this test is a program");
    let mut child = Command::new(this)
        .args(["--exact", "judges_if_it_is_told_to", "--nocapture"])
        .env(WHICH, which)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it can be run again");
    let began = Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if began.elapsed() > Duration::from_secs(120) {
            let _ = child.kill();
            panic!("no limit ends it");
        }
        thread_sleep(Duration::from_millis(20));
    }
    let mut told = String::new();
    child.stdout.take().expect("it is piped").read_to_string(&mut told).expect("it prints text");
    let line = told.lines().rfind(|line| line.starts_with('{'));
    serde_json::from_str(line.unwrap_or_else(|| panic!("it prints a judgement, not: {told}")))
        .expect("as JSON")
}

#[track_caller]
fn is_ended(which: &str, because: &str) {
    match judged(which) {
        Judgement::Failed(failed) => {
            assert_eq!(failed.verdict, Verdict::EndedByLimit, "{}", failed.message);
            assert!(failed.message.contains(because), "{}", failed.message);
        }
        Judgement::Passed(_) => panic!("it passes"),
    }
}

#[test]
fn a_loop_that_nobody_can_see_is_ended_by_processor_time() {
    is_ended("spins", "without a single operation");
}

#[test]
fn a_loop_in_sight_is_ended_by_processor_time() {
    is_ended("spins_watched", "still going");
}

#[test]
fn too_many_schedules_are_ended_by_processor_time() {
    is_ended("has_too_many_schedules", "more schedules than can be run");
}

#[test]
fn a_sleep_that_nobody_can_see_is_ended_though_it_uses_nothing() {
    is_ended("sleeps", "everyone sleeps");
}

#[test]
fn many_short_sleeps_are_ended_as_a_long_one_is() {
    is_ended("sleeps_again_and_again", "everyone sleeps");
}

#[test]
fn waiting_in_std_is_ended_though_it_uses_nothing() {
    is_ended("waits_in_std", "everyone sleeps");
}

#[test]
fn a_short_sleep_is_no_fault() {
    let judgement = judged("sleeps_a_little");
    assert_eq!(judgement.verdict(), None, "{judgement}");
}

#[test]
fn a_wait_with_a_deadline_takes_no_time() {
    let judgement = judged("waits_an_hour_in_sight");
    assert_eq!(judgement.verdict(), None, "{judgement}");
}
