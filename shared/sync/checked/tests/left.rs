//! Runs that fail and are left where they stand, whatever is alive in them, while the exploration goes on.
//!
//! In each scenario here two threads are taken to come in the order that they were started in. Of the schedules
//! in which they do not, loom comes to one with a preemption first, and another one has none: it is found only
//! by who goes on after the first failure.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sync_checked::sync::{Arc, Bound, Condvar, Deadline, Model, Mutex, Plain, thread};
use sync_checked::{Counterexample, Verdict, check, prove};

/// Two threads hand something in; `handed_in` is told what came of it.
fn hand_in(handed_in: impl FnOnce(&[usize])) {
    let rows = Arc::new(Mutex::new(Vec::new()));
    let workers: Vec<_> = (0..2)
        .map(|number| {
            let rows = Arc::clone(&rows);
            thread::spawn(move || {
                let row = Plain::new(0);
                row.set(number);
                rows.lock().push(row.get());
            })
        })
        .collect();
    for worker in workers {
        worker.join().expect("it does not panic");
    }
    handed_in(&rows.lock());
}

fn in_order(rows: &[usize]) {
    assert_eq!(rows, [0, 1]);
}

#[track_caller]
fn fails_without_a_preemption(scenario: impl Fn() + Send + Sync + 'static) -> Box<Counterexample> {
    let counterexample = check(&Model::new("handed in, in order", scenario)).expect_err("it is broken");
    assert_eq!(counterexample.verdict, Verdict::Assertion, "\n{counterexample}");
    assert_eq!(counterexample.trace.preemptions(), 0, "\n{counterexample}");
    counterexample
}

#[test]
fn with_guards_alive_and_a_thread_that_wants_the_lock() {
    fails_without_a_preemption(|| {
        let lock = Arc::new(Mutex::new(0));
        let wanted = Arc::clone(&lock);
        let guard = lock.lock();
        let wants = thread::spawn(move || *wanted.lock() += 1);
        hand_in(in_order);
        drop(guard);
        wants.join().expect("it does not panic");
    });
}

#[test]
fn with_a_thread_that_is_parked() {
    fails_without_a_preemption(|| {
        let sleeper = thread::spawn(thread::park);
        hand_in(in_order);
        sleeper.thread().unpark();
        sleeper.join().expect("it does not panic");
    });
}

#[test]
fn with_a_thread_that_waits_to_be_notified() {
    fails_without_a_preemption(|| {
        let flag = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&flag);
        let waits = thread::spawn(move || {
            let mut set = theirs.0.lock();
            while !*set {
                theirs.1.wait(&mut set);
            }
        });
        hand_in(in_order);
        *flag.0.lock() = true;
        flag.1.notify_one();
        waits.join().expect("it does not panic");
    });
}

#[test]
fn with_a_thread_that_joins_another() {
    fails_without_a_preemption(|| {
        let sleeper = thread::spawn(thread::park);
        let to_wake = sleeper.thread().clone();
        let joins = thread::spawn(move || sleeper.join().expect("it does not panic"));
        hand_in(in_order);
        to_wake.unpark();
        joins.join().expect("it does not panic");
    });
}

#[test]
fn with_a_thread_that_has_panicked() {
    fails_without_a_preemption(|| {
        let panics = thread::spawn(|| panic!("contained"));
        hand_in(in_order);
        panics.join().expect_err("it panics");
    });
}

#[test]
fn by_the_panic_of_a_thread() {
    fails_without_a_preemption(|| {
        let rows = Arc::new(Mutex::new(0));
        let workers: Vec<_> = (0..2)
            .map(|number| {
                let rows = Arc::clone(&rows);
                thread::spawn(move || {
                    let row = Plain::new(0);
                    row.set(number);
                    let mut rows = rows.lock();
                    assert_eq!(*rows, row.get());
                    *rows += 1;
                })
            })
            .collect();
        for worker in workers {
            worker.join().expect("it does not panic");
        }
    });
}

#[test]
fn with_destructors_that_lock() {
    struct Locks(Arc<Mutex<u32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            *self.0.lock() += 1;
        }
    }
    fails_without_a_preemption(|| {
        let lock = Arc::new(Mutex::new(0));
        let _alive = Locks(Arc::clone(&lock));
        let theirs = Locks(Arc::clone(&lock));
        let sleeper = thread::spawn(move || {
            let _alive = theirs;
            thread::park();
        });
        // The lock is held as well: unwound, the scenario would lock itself out.
        let guard = lock.lock();
        hand_in(in_order);
        drop(guard);
        sleeper.thread().unpark();
        sleeper.join().expect("it does not panic");
    });
}

#[test]
fn with_destructors_that_wait() {
    struct Waits(Arc<(Mutex<bool>, Condvar)>);
    impl Drop for Waits {
        fn drop(&mut self) {
            let mut set = self.0.0.lock();
            while !*set {
                self.0.1.wait(&mut set);
            }
        }
    }
    fails_without_a_preemption(|| {
        let flag = Arc::new((Mutex::new(false), Condvar::new()));
        let _waits = Waits(Arc::clone(&flag));
        hand_in(in_order);
        *flag.0.lock() = true;
    });
}

#[test]
fn no_destructor_runs_not_even_of_a_thread_that_has_not_begun() {
    static DESTROYED: AtomicUsize = AtomicUsize::new(0);
    struct Counts(Arc<AtomicUsize>);
    impl Drop for Counts {
        fn drop(&mut self) {
            // Relaxed: only counts; all of an exploration is done by one thread of the operating system.
            if self.0.load(Ordering::Relaxed) != 0 {
                DESTROYED.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
    fails_without_a_preemption(|| {
        let failed = Arc::new(AtomicUsize::new(0));
        let (_here, in_a_thread, not_begun) =
            (Counts(Arc::clone(&failed)), Counts(Arc::clone(&failed)), Counts(Arc::clone(&failed)));
        let sleeper = thread::spawn(move || {
            let _alive = in_a_thread;
            thread::park();
        });
        hand_in(|rows| {
            thread::spawn(move || drop(not_begun));
            // Relaxed: see above.
            failed.store(usize::from(rows != [0, 1]), Ordering::Relaxed);
            in_order(rows);
        });
        sleeper.thread().unpark();
        sleeper.join().expect("it does not panic");
    });
    assert_eq!(DESTROYED.load(Ordering::Relaxed), 0);
}

#[test]
fn what_is_left_does_not_disturb_the_explorations_after_it() {
    for _ in 0..3 {
        fails_without_a_preemption(|| {
            let guarded = Arc::new(Mutex::new(Arc::new(1)));
            let _guard = guarded.lock();
            hand_in(in_order);
        });
    }
    let holds = check(&Model::new("afterwards all is well", || hand_in(|rows| assert_eq!(rows.len(), 2))));
    assert!(holds.expect("it holds").complete);
}

/// Two threads write down their numbers under a lock, so often each. `fails` is told who wrote, in order.
fn in_turns(times: usize, fails: impl Fn(&[usize]) -> bool + Send + Sync + 'static) -> Model {
    Model::new("in turns", move || {
        let order = Arc::new(Mutex::new(Vec::new()));
        let theirs = Arc::clone(&order);
        let other = thread::spawn(move || (0..times).for_each(|_| theirs.lock().push(1)));
        (0..times).for_each(|_| order.lock().push(0));
        other.join().expect("it does not panic");
        assert!(!fails(&order.lock()));
    })
}

/// How often the turn went over from one to the other.
fn changes(order: &[usize]) -> usize {
    order.windows(2).filter(|two| two[0] != two[1]).count()
}

#[test]
fn a_complete_exploration_shows_the_fewest_too() {
    // Loom has no bound when it comes to these, and comes first to the one that has a preemption more.
    let three_or_four = [vec![1, 1, 0, 1, 0, 0], vec![0, 1, 0, 1, 0, 1]];
    let five_or_six = [vec![1, 1, 0, 1, 0, 1, 0, 0], vec![0, 1, 0, 1, 0, 1, 0, 1]];
    for (times, orders, fewest) in [(3, three_or_four, 3), (4, five_or_six, 5)] {
        let fails = move |order: &[usize]| orders.iter().any(|known| known == order);
        let counterexample = check(&in_turns(times, fails)).expect_err("it is broken");
        assert_eq!(counterexample.trace.preemptions(), fewest, "\n{counterexample}");
    }
}

#[test]
fn what_was_expected_to_hold_shows_the_fewest_too() {
    // A proof explores without a bound at once, and comes to the one that has a preemption more first.
    let orders = [[0, 0, 1, 0, 1, 1], [1, 1, 1, 0, 0, 0]];
    let model = in_turns(3, move |order| orders.iter().any(|known| known == order));
    let counterexample = check(&model).expect_err("it is broken");
    let told = catch_unwind(AssertUnwindSafe(|| prove(&model))).expect_err("it is broken");
    let told = told.downcast_ref::<String>().expect("a text");
    assert_eq!((told.trim(), counterexample.trace.preemptions()), (counterexample.to_string().trim(), 1));
}

#[test]
fn every_choice_of_waits_that_end_early_is_looked_at() {
    let model = Model::new("in order, and in time", || {
        let [first, second] =
            [1, 2].map(|seconds| Deadline::after(Duration::from_secs(seconds)).has_passed());
        let order = Arc::new(Mutex::new(Vec::new()));
        let workers: Vec<_> = (0..2)
            .map(|number| {
                let order = Arc::clone(&order);
                thread::spawn(move || (0..2).for_each(|_| order.lock().push(number)))
            })
            .collect();
        workers.into_iter().for_each(|worker| worker.join().expect("it does not panic"));
        // Both take a wait that ends early. This one takes a preemption, and is tried first.
        assert!(!(first && *order.lock() == [0, 1, 1, 0]));
        // This one takes none.
        assert!(!(second && *order.lock() == [1, 1, 0, 0]));
    });
    let counterexample = check(&model.early_wakes(1)).expect_err("it is broken");
    assert_eq!(counterexample.trace.preemptions(), 0, "\n{counterexample}");
}

#[test]
fn a_bound_is_overstepped_by_one_preemption_at_most() {
    // The other thread comes and goes; then it has all the time.
    let fails = |order: &[usize]| order == [0, 1, 0, 1];
    check(&in_turns(2, fails).preemptions(Bound::AtMost(0))).expect("it takes two");
    let counterexample = check(&in_turns(2, fails).preemptions(Bound::AtMost(1))).expect_err("it is broken");
    assert_eq!(counterexample.trace.preemptions(), 2, "\n{counterexample}");
}

#[test]
fn a_program_that_fails_in_thousands_of_schedules_is_reported_after_a_part_of_them() {
    let counterexample = check(&in_turns(16, |order| changes(order) > 3)).expect_err("it is broken");
    assert_eq!(counterexample.verdict, Verdict::Assertion);
    // Without a limit it would be a few hundred schedules more than that.
    assert!(counterexample.schedules < 2000, "{} schedules", counterexample.schedules);
}
