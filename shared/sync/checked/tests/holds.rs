//! Programs that are right: they pass, and the report says how far they were explored. And what a run that
//! ends badly leaves behind: nothing that could hurt the ones after it.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sync_checked::sync::atomic::{AtomicBool, AtomicU64};
use sync_checked::sync::{
    self, Arc, Bound, Condvar, Deadline, Model, Mutex, MutexGuard, Plain, RwLock, catch_unwind, hint, panics,
    thread,
};
use sync_checked::trace::Ending;
use sync_checked::{Verdict, check, prove, prove_within};

fn holds(model: Model) -> sync_checked::Report {
    check(&model).unwrap_or_else(|counterexample| panic!("\n{counterexample}"))
}

fn verdict(model: Model) -> Verdict {
    check(&model).expect_err("it does not hold").verdict
}

#[test]
fn a_lock_orders_what_is_done_under_it() {
    let report = holds(Model::new("memory under a lock", || {
        let shared = Arc::new((Mutex::new(()), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            let _guard = theirs.0.lock();
            theirs.1.set(theirs.1.get() + 1);
        });
        {
            let _guard = shared.0.lock();
            shared.1.set(shared.1.get() + 1);
        }
        other.join().expect("nobody panics");
        assert_eq!(shared.1.get(), 2);
    }));
    assert!(report.complete);
    assert_eq!(report.preemptions, None);
    assert!(report.schedules > 2, "both orders were run: {report}");
}

#[test]
fn a_bound_is_said_and_is_not_called_complete() {
    let model = Model::new("nothing", || {}).preemptions(Bound::AtMost(1)).early_wakes(0);
    let report = holds(model);
    assert!(!report.complete);
    assert_eq!(report.preemptions, Some(1));
}

/// A scenario with a few schedules, and how many those are.
fn small() -> (Model, u64) {
    let small = || {
        let lock = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&lock);
        let other = thread::spawn(move || *theirs.lock() += 1);
        *lock.lock() += 1;
        other.join().expect("nobody panics");
    };
    let model = Model::new("a small one", small);
    let schedules = prove(&model).schedules;
    (model, schedules)
}

#[test]
fn a_proof_begins_with_the_last_bound() {
    let (model, schedules) = small();
    assert!(schedules < holds(model).schedules, "which counts those of the bounds before it as well");
}

#[test]
fn a_scenario_may_have_just_as_many_schedules_as_are_allowed() {
    let (model, schedules) = small();
    prove_within(&model, schedules);
}

#[test]
#[should_panic(expected = "a small one: it has more than ")]
fn a_scenario_with_one_schedule_more_than_is_allowed_is_no_proof() {
    let (model, schedules) = small();
    prove_within(&model, schedules - 1);
}

#[test]
#[should_panic(expected = "more than 20000 schedules")]
fn what_lessons_prove_has_a_limit_of_its_own() {
    let _ = prove(&Model::new("a large one", || {
        let atomic = Arc::new(AtomicBool::new(false));
        let stores =
            |atomic: Arc<AtomicBool>| move || (0..8).for_each(|_| atomic.store(true, Ordering::Relaxed));
        let other = thread::spawn(stores(Arc::clone(&atomic)));
        stores(atomic)();
        other.join().expect("nobody panics");
    }));
}

#[test]
fn a_release_store_publishes_to_an_acquire_load() {
    holds(Model::new("message passing", || {
        let shared = Arc::new((AtomicBool::new(false), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let writer = thread::spawn(move || {
            theirs.1.set(7);
            theirs.0.store(true, Ordering::Release); // pairs with the load below
        });
        while !shared.0.load(Ordering::Acquire) {
            hint::spin_loop();
        }
        assert_eq!(shared.1.get(), 7);
        writer.join().expect("nobody panics");
    }));
}

#[test]
fn readers_share_and_a_writer_does_not() {
    holds(Model::new("readers and a writer", || {
        let lock = Arc::new(RwLock::new((0, 0)));
        let theirs = Arc::clone(&lock);
        let writer = thread::spawn(move || {
            let mut pair = theirs.write();
            pair.0 = 1;
            pair.1 = 1;
        });
        let pair = lock.read();
        assert_eq!(pair.0, pair.1);
        drop(pair);
        writer.join().expect("nobody panics");
        assert!(lock.try_write().is_some());
    }));
}

#[test]
fn a_lock_that_somebody_has_cannot_be_had_by_trying() {
    holds(Model::new("one has it, one tries", || {
        let lock = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&lock);
        let guard = lock.lock();
        let tries = thread::spawn(move || theirs.try_lock().is_none());
        assert!(tries.join().expect("nobody panics"));
        drop(guard);
        assert!(lock.try_lock().is_some());
    }));
}

/// Whether a try that finds the lock taken is run, though there is nothing in the scenario that its owner could lose
/// its turn at while it has it.
fn a_failed_try_is_run(scenario: impl Fn(&std::sync::atomic::AtomicBool) + Send + Sync + 'static) -> bool {
    let failed = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = Arc::clone(&failed);
    holds(Model::new("somebody tries", move || scenario(&seen)));
    failed.load(Ordering::Relaxed)
}

#[test]
fn giving_a_lock_back_is_a_step_for_who_tries_to_take_it() {
    assert!(a_failed_try_is_run(|failed| {
        let lock = Arc::new(Mutex::new(()));
        let theirs = Arc::clone(&lock);
        let owner = thread::spawn(move || drop(theirs.lock()));
        failed.fetch_or(lock.try_lock().is_none(), Ordering::Relaxed);
        owner.join().expect("nobody panics");
    }));
}

#[test]
fn a_wait_gives_the_lock_back_as_a_step_for_who_tries_to_take_it() {
    assert!(a_failed_try_is_run(|failed| {
        let pair = Arc::new((Mutex::new(()), Condvar::new()));
        let theirs = Arc::clone(&pair);
        let waits = thread::spawn(move || {
            let soon = Deadline::after(Duration::from_secs(1));
            let _ = theirs.1.wait_until(&mut theirs.0.lock(), soon);
        });
        failed.fetch_or(pair.0.try_lock().is_none(), Ordering::Relaxed);
        waits.join().expect("nobody panics");
    }));
}

#[test]
fn giving_a_share_back_is_a_step_for_who_tries_to_write() {
    assert!(a_failed_try_is_run(|failed| {
        let lock = Arc::new(RwLock::new(()));
        let theirs = Arc::clone(&lock);
        let reader = thread::spawn(move || drop(theirs.read()));
        failed.fetch_or(lock.try_write().is_none(), Ordering::Relaxed);
        reader.join().expect("nobody panics");
    }));
}

#[test]
fn a_loop_around_the_wait_stands_spurious_wakeups_and_timeouts() {
    let report = holds(
        Model::new("a slot is filled", || {
            let slot = Arc::new((Mutex::new(None), Condvar::new()));
            let theirs = Arc::clone(&slot);
            let giver = thread::spawn(move || {
                *theirs.0.lock() = Some(7);
                theirs.1.notify_one();
            });
            let deadline = Deadline::after(Duration::from_secs(1));
            let mut value = slot.0.lock();
            while value.is_none() && !slot.1.wait_until(&mut value, deadline).timed_out() {}
            drop(value);
            giver.join().expect("nobody panics");
            assert_eq!(*slot.0.lock(), Some(7));
        })
        .early_wakes(2),
    );
    assert!(report.complete);
    assert_eq!(report.early_wakes, 2);
}

#[test]
fn early_wakes_are_really_tried() {
    static SPURIOUS: AtomicUsize = AtomicUsize::new(0);
    static TIMED_OUT: AtomicUsize = AtomicUsize::new(0);
    let model = Model::new("a wait for a while", || {
        let flag = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&flag);
        let setter = thread::spawn(move || {
            *theirs.0.lock() = true;
            theirs.1.notify_one();
        });
        let deadline = Deadline::after(Duration::from_secs(1));
        let mut set = flag.0.lock();
        if !*set {
            let timed_out = flag.1.wait_until(&mut set, deadline).timed_out();
            // Relaxed: only counts, read after the exploration has ended.
            match (timed_out, *set) {
                (true, _) => TIMED_OUT.fetch_add(1, Ordering::Relaxed),
                (false, false) => SPURIOUS.fetch_add(1, Ordering::Relaxed),
                (false, true) => 0,
            };
        }
        drop(set);
        setter.join().expect("nobody panics");
    });
    holds(model.clone());
    assert_eq!(SPURIOUS.load(Ordering::Relaxed) + TIMED_OUT.load(Ordering::Relaxed), 0);
    holds(model.early_wakes(1));
    assert!(SPURIOUS.load(Ordering::Relaxed) > 0, "a spurious wakeup was reachable");
    assert!(TIMED_OUT.load(Ordering::Relaxed) > 0, "a timeout was reachable");
}

#[test]
fn a_look_before_a_store_hides_no_schedule() {
    static SEEN: [AtomicUsize; 3] = [const { AtomicUsize::new(0) }; 3];
    holds(Model::new("one looks twice, and one looks and stores", || {
        let word = Arc::new(AtomicU64::new(0));
        let theirs = Arc::clone(&word);
        let writer = thread::spawn(move || {
            let found = theirs.load(Ordering::Relaxed);
            theirs.store(found + 1, Ordering::Relaxed);
        });
        let looks = word.load(Ordering::Relaxed) + word.load(Ordering::Relaxed);
        // Relaxed: only counts, read after the exploration has ended.
        SEEN[looks as usize].fetch_add(1, Ordering::Relaxed);
        writer.join().expect("nobody panics");
    }));
    let seen = SEEN.each_ref().map(|count| count.load(Ordering::Relaxed));
    assert!(seen.iter().all(|&times| times > 0), "before, between and after were reachable: {seen:?}");
}

/// One thread asks another to go on, which takes the request with a swap, and sleeps while there is none.
fn a_request(ask: fn(&AtomicBool)) -> Model {
    Model::new("a request", move || {
        let asked = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&asked);
        let sleeper = thread::spawn(move || {
            while !theirs.swap(false, Ordering::AcqRel) {
                thread::park();
            }
        });
        ask(&asked);
        sleeper.thread().unpark();
        sleeper.join().expect("nobody panics");
    })
}

/// What loom gets wrong, as the crate's page says under "Order of stores". If this fails, loom has mended it.
#[test]
fn a_store_may_be_missed_by_the_second_of_two_swaps_as_loom_has_it() {
    let as_loom_has_it = verdict(a_request(|asked| asked.store(true, Ordering::Release)));
    assert_eq!(as_loom_has_it, Verdict::Deadlock);
    holds(a_request(|asked| _ = asked.swap(true, Ordering::Release)));
}

#[test]
fn a_deadline_passes_when_nobody_else_can_move() {
    holds(Model::new("nobody notifies", || {
        let never = (Mutex::new(()), Condvar::new());
        let deadline = Deadline::after(Duration::from_secs(1));
        let mut guard = never.0.lock();
        assert!(never.1.wait_until(&mut guard, deadline).timed_out());
        drop(guard);
        thread::park_until(Deadline::after(Duration::from_secs(1)));
        let far = Deadline::after(Duration::from_secs(5));
        while !far.has_passed() {
            hint::spin_loop();
        }
    }));
}

/// What the crate's page says under "Time": right programs that are judged wrong.
#[test]
fn time_is_each_threads_own_and_stands_still_while_somebody_spins() {
    let told_of_it = verdict(Model::new("who waits for who has waited until then", || {
        let soon = Deadline::after(Duration::from_secs(1));
        thread::spawn(move || thread::park_until(soon)).join().expect("nobody panics");
        assert!(soon.has_passed());
    }));
    assert_eq!(told_of_it, Verdict::Assertion);

    let spins = verdict(Model::new("who spins until another has waited", || {
        let waited = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&waited);
        let sleeper = thread::spawn(move || {
            thread::park_until(Deadline::after(Duration::from_secs(1)));
            theirs.store(true, Ordering::Release); // pairs with the load below
        });
        while !waited.load(Ordering::Acquire) {
            hint::spin_loop();
        }
        sleeper.join().expect("nobody panics");
    }));
    assert_eq!(spins, Verdict::Livelock);
}

#[test]
fn a_timeout_too_long_to_count_is_for_ever() {
    let model = Model::new("for ever", || {
        assert_eq!(Deadline::after(Duration::MAX), Deadline::NEVER);
        thread::park_until(Deadline::after(Duration::from_secs(1)));
        assert_eq!(Deadline::after(Duration::MAX), Deadline::NEVER);
        let near = Deadline::after(Duration::from_secs(1));
        assert!(near < Deadline::after(Duration::from_secs(2)) && near < Deadline::NEVER);
    });
    holds(model);
}

#[test]
fn the_panic_of_a_thread_is_carried_to_join() {
    holds(Model::new("a worker panics", || {
        let worker = thread::spawn(|| panic!("on purpose"));
        let payload = worker.join().expect_err("it panicked");
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"on purpose"));
    }));
}

#[test]
fn a_guard_dropped_by_a_panic_unlocks_and_its_lock_goes_on_working() {
    holds(Model::new("a worker panics with a lock", || {
        let lock = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&lock);
        let worker = thread::spawn(move || {
            let mut guard = theirs.lock();
            *guard = 1;
            panic!("with the lock held");
        });
        *lock.lock() += 10;
        worker.join().expect_err("it panicked");
        *lock.lock() += 10;
        assert!(matches!(*lock.lock(), 11 | 20 | 21));
    }));
}

#[test]
fn a_guard_gives_its_lock_up_for_a_while_and_takes_it_again() {
    let report = holds(Model::new("out and in again", || {
        let shared = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || *theirs.lock() += 1);
        let mut guard = shared.lock();
        assert!(std::ptr::eq(MutexGuard::mutex(&guard), &*shared));
        // Only while the lock is away can the other one come to its end.
        MutexGuard::unlocked(&mut guard, || other.join()).expect("nobody panics");
        assert_eq!(*guard, 1);
        let caught = catch_unwind(|| MutexGuard::unlocked(&mut guard, || panic!("without the lock")));
        assert!(caught.is_err());
        *guard += 1;
        assert!(shared.try_lock().is_none(), "a panic comes back to the lock too");
    }));
    assert!(report.complete);
}

#[test]
fn a_panic_that_is_contained_is_no_failure() {
    holds(Model::new("a pool contains a job's panic", || {
        let caught = catch_unwind(|| panic!("a job"));
        assert!(caught.is_err());
        let worker = thread::spawn(|| {
            let _ = catch_unwind(|| panic!("another job"));
            7
        });
        assert_eq!(worker.join().expect("contained"), 7);
    }));
}

/// What is said to be wrong, and in which line, counted from the scenario's first one.
#[track_caller]
fn blamed(model: Model) -> (Verdict, String, Option<u32>) {
    let first = model.place().line();
    let counterexample = check(&model).expect_err("it does not hold");
    let Ending::Failed { verdict, message, at, .. } = counterexample.trace.ending else {
        unreachable!("a counterexample has failed")
    };
    (verdict, message, at.map(|at| at.line - first))
}

#[test]
fn a_check_that_fails_after_a_panic_was_dealt_with_is_itself_to_blame() {
    let blamed = blamed(Model::new("told of a panic, and wrong for itself", || {
        let worker = thread::spawn(|| panic!("dealt with"));
        assert!(worker.join().is_err());
        assert!(catch_unwind(|| panic!("dealt with too")).is_err());
        panic!("its own");
    }));
    assert_eq!(blamed, (Verdict::Assertion, "its own".to_owned(), Some(4)));
}

#[test]
fn a_panic_that_goes_through_several_joins_counts_where_it_began() {
    let blamed = blamed(Model::new("the last of three", || {
        let passes_on = thread::spawn(|| {
            let worker = thread::spawn(|| panic!("began here"));
            worker.join().expect("it does not panic");
        });
        passes_on.join().expect("it does not panic");
    }));
    assert_eq!(blamed, (Verdict::Assertion, "began here".to_owned(), Some(2)));
}

#[test]
fn a_panic_whose_text_is_told_again_counts_where_it_began() {
    let blamed = blamed(Model::new("says it again", || {
        let worker = thread::spawn(|| panic!("began here"));
        let Err(panic) = worker.join();
        panic!("a worker has panicked: {:?}", panics::message(&*panic));
    }));
    assert_eq!(blamed, (Verdict::Assertion, "began here".to_owned(), Some(1)));
}

#[test]
fn a_panic_that_is_resumed_counts_where_it_began() {
    let blamed = blamed(Model::new("goes on with it", || {
        let worker = thread::spawn(|| panic!("began here"));
        let Err(panic) = worker.join();
        resume_unwind(panic);
    }));
    assert_eq!(blamed, (Verdict::Assertion, "began here".to_owned(), Some(1)));
}

#[test]
fn a_thread_that_goes_on_with_a_panic_that_it_caught_has_panicked() {
    fn resumes() {
        let Err(panic) = catch_unwind(|| panic!("began here"));
        resume_unwind(panic);
    }
    let nobody_joins = verdict(Model::new("nobody joins it", || drop(thread::spawn(resumes))));
    assert_eq!(nobody_joins, Verdict::Assertion);
    holds(Model::new("somebody joins it", || assert!(thread::spawn(resumes).join().is_err())));
    // Nobody has caught this one, and no hook is to hear of it.
    holds(Model::new("it begins there", || drop(thread::spawn(|| resume_unwind(Box::new("quietly"))))));
}

#[test]
fn destructors_that_lock_do_not_abort_a_failing_run() {
    struct Locks(Arc<Mutex<u32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            *self.0.lock() += 1;
        }
    }
    let failed = verdict(Model::new("a check fails with all that alive", || {
        let lock = Arc::new(Mutex::new(0));
        let _alive = Locks(Arc::clone(&lock));
        let theirs = Arc::clone(&lock);
        let _worker = thread::spawn(move || {
            let _alive = Locks(Arc::clone(&theirs));
            let _guard = theirs.lock();
            thread::park();
        });
        let _guard = lock.lock();
        panic!("here");
    }));
    assert_eq!(failed, Verdict::Assertion);
}

#[test]
fn a_deadlock_with_guards_and_shared_pointers_alive_does_not_abort() {
    // Several in a row: what one of them leaves behind must not disturb the next.
    for _ in 0..3 {
        let failed = verdict(Model::new("locks itself out", || {
            let lock = Arc::new(Mutex::new(Arc::new(1)));
            let other = Arc::clone(&lock);
            let _worker = thread::spawn(move || {
                let _guard = other.lock();
                let _again = other.lock();
            });
        }));
        assert_eq!(failed, Verdict::Deadlock);
    }
    holds(Model::new("afterwards all is well", || {
        let lock = Arc::new(Mutex::new(0));
        let other = Arc::clone(&lock);
        thread::spawn(move || *other.lock() += 1).join().expect("nobody panics");
        assert_eq!(*lock.lock(), 1);
    }));
}

#[test]
fn nothing_moves_once_a_run_is_decided() {
    // The check fails while another thread is about to store: the store must never be made.
    static AFTERWARDS: AtomicUsize = AtomicUsize::new(0);
    struct Tells(Arc<AtomicBool>);
    impl Drop for Tells {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Release);
            AFTERWARDS.fetch_add(1, Ordering::SeqCst);
        }
    }
    let failed = verdict(Model::new("fails at once", || {
        let _tells = Tells(Arc::new(AtomicBool::new(false)));
        panic!("decided");
    }));
    assert_eq!(failed, Verdict::Assertion);
    assert_eq!(AFTERWARDS.load(Ordering::SeqCst), 0);
}

#[test]
fn too_many_threads_are_refused_with_a_reason() {
    let counterexample = check(&Model::new("six threads", || {
        let threads: Vec<_> = (0..5).map(|_| thread::spawn(|| {})).collect();
        threads.into_iter().for_each(|t| t.join().expect("nobody panics"));
    }))
    .expect_err("five threads are the most");
    assert!(counterexample.message().contains("at most 5 threads"), "{}", counterexample.message());
    assert!(!counterexample.message().contains("explorer"), "{}", counterexample.message());
}

#[test]
fn a_counterexample_survives_serialisation() {
    let counterexample = check(&Model::new("fails", || {
        let lock = sync::Mutex::new(1);
        assert_eq!(*lock.lock(), 2);
    }))
    .expect_err("it does not hold");
    let text = serde_json::to_string(&counterexample).expect("it can be written");
    let back = serde_json::from_str(&text).expect("and read");
    assert_eq!(*counterexample, back);
}
