//! The judge: what is asked in which order, and which verdict comes of it.

use std::sync::atomic::{AtomicUsize, Ordering};

use learn::judgement::{Failed, Stage};
use learn::sync::{Arc, Condvar, Model, Mutex, thread};
use learn::{Exercise, Judgement, Picture, Real, Rendezvous, Uses, Verdict, fractal::Grid, judge};

#[track_caller]
fn failed(exercise: Exercise) -> Box<Failed> {
    match judge(&exercise) {
        Judgement::Failed(failed) => failed,
        Judgement::Passed(_) => panic!("it passes"),
    }
}

#[track_caller]
fn verdict(exercise: Exercise) -> Verdict {
    failed(exercise).verdict
}

fn broken() -> Model {
    Model::new("does not hold", || assert_eq!(1, 2, "one is not two"))
}

fn wrong_picture() -> Picture {
    Picture::new(grid(), |grid| vec![0; grid.pixels()])
}

fn right_picture() -> Picture {
    Picture::new(grid(), |grid| grid.draw().expect("a small picture").counts().to_vec())
}

fn grid() -> Grid {
    Grid::new(6, 8).expect("6 x 8 is a size")
}

/// Two workers who both come to a meeting, holding a lock meanwhile or not.
fn meeting(locked: bool) -> impl Fn() + Send + Sync + 'static {
    move || {
        let shared = Arc::new((Rendezvous::of(2), Mutex::new(())));
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    let _guard = locked.then(|| shared.1.lock());
                    shared.0.arrive();
                })
            })
            .collect();
        workers.into_iter().for_each(|worker| worker.join().expect("nobody panics"));
    }
}

#[test]
fn what_does_all_that_is_asked_passes() {
    let exercise = Exercise::new()
        .model(Model::new("holds", || {}))
        .real(Real::new("holds", || {}).times(3))
        .picture(right_picture())
        .at_once(Model::new("at once", meeting(false)));
    let Judgement::Passed(passed) = judge(&exercise) else { panic!("it fails") };
    let names: Vec<_> = passed.models.iter().map(|report| report.model.as_str()).collect();
    assert_eq!(names, ["holds", "at once"]);
    assert_eq!(passed.real_runs, 4);
}

#[test]
fn models_are_asked_first() {
    let real = Real::new("fails", || panic!("never comes to this"));
    let failed = failed(Exercise::new().real(real).picture(wrong_picture()).model(broken()));
    assert_eq!(failed.verdict, Verdict::Assertion);
    assert_eq!(failed.stage, Stage::Model { name: "does not hold".to_owned() });
    assert!(failed.counterexample.is_some());
    assert!(failed.message.contains("one is not two"), "{}", failed.message);
}

#[test]
fn what_fails_only_under_real_threads_fails() {
    let real = Real::new("counts", || assert_eq!(2, 3, "under real threads")).times(5);
    let failed = failed(Exercise::new().real(real).picture(wrong_picture()));
    assert_eq!(failed.verdict, Verdict::Assertion);
    assert_eq!(failed.stage, Stage::Real { name: "counts".to_owned(), run: 1, of: 5 });
}

#[test]
fn whoever_is_stuck_under_real_threads_is_told_with_a_table() {
    let real = Real::new("waits for ever", || {
        let lock = Mutex::new(());
        let mut guard = lock.lock();
        Condvar::new().wait(&mut guard);
    });
    let failed = failed(Exercise::new().real(real));
    assert_eq!(failed.verdict, Verdict::Deadlock);
    assert!(Judgement::Failed(failed).to_string().contains("waits on"), "the table says for what");
}

#[test]
fn a_wrong_picture_is_told_with_its_first_wrong_pixel() {
    let failed = failed(Exercise::new().picture(wrong_picture()));
    assert_eq!(failed.verdict, Verdict::WrongPicture);
    let right = grid().draw().expect("a small picture");
    let first = right.counts().iter().position(|&count| count != 0).expect("not all points leave at once");
    let place = format!("row {}, column {}", first / 8, first % 8);
    assert!(failed.message.contains(&place), "{}", failed.message);
}

#[test]
fn a_picture_of_another_size_is_wrong() {
    let failed = failed(Exercise::new().picture(Picture::new(grid(), |_| vec![0; 3])));
    assert_eq!(failed.verdict, Verdict::WrongPicture);
    assert!(failed.message.contains("3 pixels, and should have 48"), "{}", failed.message);
}

#[test]
fn what_comes_out_right_without_the_primitive_does_not_use_it() {
    let uses = Uses { spawned: 2, locked: 2, ..Uses::default() };
    let failed = failed(
        Exercise::new()
            .real(Real::new("alone", || {}).uses(uses))
            .picture(right_picture())
            .at_once(Model::new("at once", meeting(true))),
    );
    assert_eq!(failed.verdict, Verdict::DoesNotUse);
    assert!(failed.message.contains("2 threads"), "{}", failed.message);
}

#[test]
fn a_wrong_picture_counts_before_too_few_uses() {
    let uses = Uses { locked: 1, ..Uses::default() };
    assert_eq!(verdict(Exercise::new().picture(wrong_picture().uses(uses.clone()))), Verdict::WrongPicture);
    assert_eq!(verdict(Exercise::new().picture(right_picture().uses(uses))), Verdict::DoesNotUse);
}

#[test]
fn what_the_checks_do_themselves_is_no_use_by_the_answer() {
    // This file is the file of the checks, and there is no answer.
    let real = Real::new("locks", || drop(Mutex::new(()).lock())).uses(Uses { locked: 1, ..Uses::default() });
    assert_eq!(verdict(Exercise::new().real(real)), Verdict::DoesNotUse);
}

#[test]
fn what_is_done_at_a_meeting_is_no_use_by_the_answer() {
    for uses in [Uses { locked: 1, ..Uses::default() }, Uses { notified: 1, ..Uses::default() }] {
        let real = Real::new("meet", meeting(false)).times(1).uses(uses);
        assert_eq!(verdict(Exercise::new().real(real)), Verdict::DoesNotUse);
    }
}

#[test]
fn more_threads_than_a_model_may_have_are_no_fault_of_the_explorer() {
    let model = Model::new("six threads", || {
        let threads: Vec<_> = (0..5).map(|_| thread::spawn(|| {})).collect();
        threads.into_iter().for_each(|thread| thread.join().expect("nobody panics"));
    });
    let failed = failed(Exercise::new().model(model));
    assert_eq!(failed.message, "a model has at most 5 threads, the first one included");
}

#[test]
fn a_failure_of_twenty_threads_is_told_with_a_table() {
    let real = Real::new("twenty threads", || {
        let threads: Vec<_> = (0..20).map(|_| thread::spawn(|| {})).collect();
        threads.into_iter().for_each(|thread| thread.join().expect("nobody panics"));
        panic!("after all");
    });
    let told = Judgement::Failed(failed(Exercise::new().real(real))).to_string();
    assert!(told.contains("t20") && told.contains("assertion: after all"), "{told}");
}

#[test]
fn whoever_holds_a_lock_at_the_meeting_is_not_concurrent() {
    let failed = failed(Exercise::new().at_once(Model::new("at once", meeting(true))));
    assert_eq!(failed.verdict, Verdict::NotConcurrent);
    let table = Judgement::Failed(failed).to_string();
    assert!(table.contains("not concurrent"), "the table says so too:\n{table}");
}

#[test]
fn the_meeting_is_as_exact_under_real_threads() {
    for _ in 0..50 {
        let failed = failed(Exercise::new().real(Real::new("at once", meeting(true)).times(1)));
        assert_eq!(failed.verdict, Verdict::NotConcurrent);
    }
    let judgement = judge(&Exercise::new().real(Real::new("at once", meeting(false)).times(50)));
    assert_eq!(judgement.verdict(), None, "{judgement}");
}

#[test]
fn a_deadlock_away_from_the_meeting_stays_a_deadlock() {
    let model = Model::new("at once", || {
        let _meeting = Rendezvous::of(2);
        let lock = Mutex::new(());
        let _first = lock.lock();
        let _second = lock.lock();
    });
    assert_eq!(verdict(Exercise::new().at_once(model)), Verdict::Deadlock);
}

#[test]
fn an_answer_that_is_another_one_each_time_is_told() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let model = Model::new("remembers", || {
        let lock = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&lock);
        let other = thread::spawn(move || *theirs.lock() += 1);
        // Relaxed: only a count.
        for _ in 0..CALLS.fetch_add(1, Ordering::Relaxed) % 3 {
            *lock.lock() += 1;
        }
        other.join().expect("nobody panics");
    });
    let failed = failed(Exercise::new().model(model));
    assert_eq!(failed.verdict, Verdict::Panic);
    assert!(failed.message.contains("the same each time"), "{}", failed.message);
}

#[test]
fn a_judgement_fits_where_it_is_told() {
    let real = Real::new("holds", || {});
    let passed =
        judge(&Exercise::new().model(Model::new("a promise that takes many words to say", || {})).real(real));
    for judgement in
        [passed, judge(&Exercise::new().model(broken())), judge(&Exercise::new().picture(wrong_picture()))]
    {
        for columns in [60, 80, 100] {
            let told = format!("{judgement:columns$}");
            let widest = told.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(columns), "{widest:?} columns:\n{told}");
        }
        assert_eq!(format!("{judgement:200}"), judgement.to_string());
    }
}

#[test]
fn a_judgement_is_data() {
    let judgement = judge(&Exercise::new().model(broken()));
    let json = serde_json::to_string(&judgement).expect("plain data");
    let again: Judgement = serde_json::from_str(&json).expect("the same data");
    assert_eq!(again, judgement);
}
