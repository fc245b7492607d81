//! The barrier's promises under real threads. What depends on the schedule is in `models/`.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use barrier::by_hand::{Arrival, Barrier, BarrierError};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const SHORT: Duration = Duration::from_millis(10);
/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);

/// Blocks until so many wait at the barrier: no test has to guess how long that takes.
fn until_waiting(barrier: &Barrier, count: usize) {
    while barrier.n_waiting() != count {
        thread::yield_now();
    }
}

/// Has `count` threads call `wait`, and returns what each of them got.
fn all_wait(barrier: &Barrier, count: usize) -> Vec<Result<Arrival, BarrierError>> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(|| barrier.wait())).collect();
        threads.into_iter().map(|thread| thread.join().expect("nobody panics")).collect()
    })
}

#[test]
#[should_panic(expected = "at least one party")]
fn no_parties_are_refused() {
    let _ = Barrier::new(0);
}

#[test]
fn one_party_never_blocks() {
    let barrier = Barrier::new(1);
    for _ in 0..100 {
        let arrival = barrier.wait().expect("nobody breaks it");
        assert_eq!(arrival.index(), 0);
        assert!(arrival.is_leader());
    }
}

#[test]
fn whoever_comes_last_leads() {
    let barrier = Barrier::new(3);
    for last in 0..3 {
        let leads: Vec<bool> = thread::scope(|scope| {
            // One after the other, and this one after the others.
            let order = (0..3).filter(|party| *party != last).chain([last]);
            let mut threads: Vec<_> = order
                .enumerate()
                .map(|(before, party)| {
                    until_waiting(&barrier, before);
                    (party, scope.spawn(|| barrier.wait().expect("nobody breaks it").is_leader()))
                })
                .collect();
            threads.sort_unstable_by_key(|(party, _)| *party);
            threads.into_iter().map(|(_, thread)| thread.join().expect("nobody panics")).collect()
        });
        assert_eq!(leads, [0, 1, 2].map(|party| party == last));
    }
}

#[test]
fn each_index_is_given_once_a_round_and_the_last_leads() {
    let barrier = Barrier::new(5);
    for _ in 0..50 {
        let arrivals: Vec<_> = all_wait(&barrier, 5).into_iter().map(|a| a.expect("whole")).collect();
        let indices: HashSet<usize> = arrivals.iter().map(|a| a.index()).collect();
        assert_eq!(indices, HashSet::from([0, 1, 2, 3, 4]));
        let leaders: Vec<usize> = arrivals.iter().filter(|a| a.is_leader()).map(|a| a.index()).collect();
        assert_eq!(leaders, [4]);
    }
}

#[test]
fn in_a_thousand_rounds_nobody_gets_a_round_ahead() {
    const PARTIES: usize = 4;
    let barrier = Barrier::new(PARTIES);
    let rounds = [(); PARTIES].map(|()| AtomicUsize::new(0));
    thread::scope(|scope| {
        for me in 0..PARTIES {
            let (barrier, rounds) = (&barrier, &rounds);
            scope.spawn(move || {
                for round in 1..=1000 {
                    // Relaxed: the barrier publishes it.
                    rounds[me].store(round, Ordering::Relaxed);
                    barrier.wait().expect("nobody breaks it");
                    for other in rounds {
                        let theirs = other.load(Ordering::Relaxed);
                        assert!((round..=round + 1).contains(&theirs), "{theirs} in round {round}");
                    }
                    barrier.wait().expect("nobody breaks it");
                }
            });
        }
    });
}

#[test]
fn the_action_runs_once_a_round() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    // Relaxed: read after the threads have ended.
    let barrier = Barrier::new(3).with_action(move || {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    for round in 1..=20 {
        all_wait(&barrier, 3).into_iter().for_each(|arrival| {
            arrival.expect("nobody breaks it");
        });
        assert_eq!(runs.load(Ordering::Relaxed), round);
    }
}

#[test]
fn the_action_may_look_at_the_barrier_and_abort_it() {
    let slot: Arc<Mutex<Option<Arc<Barrier>>>> = Arc::default();
    let inside = Arc::clone(&slot);
    let barrier = Arc::new(Barrier::new(2).with_action(move || {
        let barrier = inside.lock().expect("not poisoned").clone().expect("put there below");
        assert_eq!(barrier.n_waiting(), 2);
        barrier.abort();
    }));
    *slot.lock().expect("not poisoned") = Some(Arc::clone(&barrier));
    assert_eq!(all_wait(&barrier, 2), [Err(BarrierError::Broken), Err(BarrierError::Broken)]);
    slot.lock().expect("not poisoned").take();
}

#[test]
fn a_panic_of_the_action_goes_to_the_leader_and_breaks_the_barrier_for_the_others() {
    let barrier = Barrier::new(3).with_action(|| std::panic::resume_unwind(Box::new("the action")));
    let told: Vec<_> = thread::scope(|scope| {
        let waits = || catch_unwind(AssertUnwindSafe(|| barrier.wait()));
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(waits)).collect();
        threads.into_iter().map(|thread| thread.join().expect("contained")).collect()
    });
    let (panicked, broken): (Vec<_>, Vec<_>) = told.into_iter().partition(Result::is_err);
    assert_eq!(panicked.len(), 1);
    for told in broken {
        assert!(matches!(told, Ok(Err(BarrierError::Broken))));
    }
    assert!(barrier.is_broken());
    // And it can be made whole again.
    barrier.reset();
    assert!(!barrier.is_broken());
}

#[test]
fn n_waiting_counts_who_waits_and_parties_who_is_needed() {
    let barrier = Barrier::new(3);
    assert_eq!((barrier.parties(), barrier.n_waiting()), (3, 0));
    thread::scope(|scope| {
        scope.spawn(|| barrier.wait());
        until_waiting(&barrier, 1);
        scope.spawn(|| barrier.wait());
        until_waiting(&barrier, 2);
        barrier.wait().expect("all are here");
        assert_eq!(barrier.n_waiting(), 0, "who leaves does not count");
    });
}

#[test]
fn a_timeout_breaks_it_for_all_who_are_in_it() {
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        let patient = scope.spawn(|| barrier.wait());
        until_waiting(&barrier, 1);
        assert_eq!(barrier.wait_timeout(SHORT), Err(BarrierError::TimedOut));
        assert_eq!(patient.join().expect("nobody panics"), Err(BarrierError::Broken));
    });
    assert!(barrier.is_broken());
    assert_eq!(barrier.wait(), Err(BarrierError::Broken));
    assert_eq!(barrier.n_waiting(), 0);
}

#[test]
fn a_latecomer_whose_time_is_up_breaks_no_complete_round() {
    let (at_the_action, goes_on) =
        (Arc::new(std::sync::Barrier::new(2)), Arc::new(std::sync::Barrier::new(2)));
    let (mine, others) = (Arc::clone(&at_the_action), Arc::clone(&goes_on));
    let barrier = Barrier::new(1).with_action(move || {
        at_the_action.wait();
        goes_on.wait();
    });
    thread::scope(|scope| {
        let inside = scope.spawn(|| barrier.wait());
        mine.wait();
        assert_eq!(barrier.wait_timeout(SHORT), Err(BarrierError::TimedOut));
        assert!(barrier.is_broken());
        others.wait();
        assert!(inside.join().expect("nobody panics").expect("its round was complete").is_leader());
    });
    assert_eq!(barrier.wait(), Err(BarrierError::Broken));
}

#[test]
fn the_time_that_was_spent_at_the_door_is_not_given_again_inside() {
    const TIMEOUT: Duration = Duration::from_millis(60);
    // How long somebody waits who comes during the action of a round, and then waits for one who does not come. Nothing
    // is known if its time was up at the door already.
    let waiting = || {
        let (begins, may_end) = (Arc::new(std::sync::Barrier::new(2)), Arc::new(std::sync::Barrier::new(2)));
        let (begun, end) = (Arc::clone(&begins), Arc::clone(&may_end));
        let barrier = Barrier::new(2).with_action(move || {
            begins.wait();
            may_end.wait();
        });
        let barrier = &barrier;
        thread::scope(|scope| {
            let inside = [(); 2].map(|()| scope.spawn(|| barrier.wait()));
            begun.wait();
            let (comes, has_come) = mpsc::channel();
            let late = scope.spawn(move || {
                let began = Instant::now();
                comes.send(()).expect("the test waits for this");
                assert_eq!(barrier.wait_timeout(TIMEOUT), Err(BarrierError::TimedOut));
                began.elapsed()
            });
            has_come.recv().expect("it comes");
            thread::sleep(TIMEOUT / 2);
            end.wait();
            for one in inside {
                one.join().expect("nobody panics").expect("their round was complete");
            }
            while barrier.n_waiting() == 0 && !barrier.is_broken() {
                thread::yield_now();
            }
            let came_in = barrier.n_waiting() == 1;
            let took = late.join().expect("nobody panics");
            came_in.then_some(took)
        })
    };
    // Were it given again, it would take half as long again each time. A slow machine may take as long, but not for
    // ever.
    let began = Instant::now();
    while waiting().is_none_or(|took| took >= TIMEOUT * 3 / 2) {
        assert!(began.elapsed() < Duration::from_secs(60), "inside it has all of its time again");
    }
}

#[test]
fn a_timeout_is_not_early() {
    let barrier = Barrier::new(2);
    let began = Instant::now();
    assert_eq!(barrier.wait_timeout(SHORT), Err(BarrierError::TimedOut));
    assert!(began.elapsed() >= SHORT);
}

#[test]
fn the_default_timeout_is_that_of_wait() {
    let barrier = Barrier::new(2).with_timeout(SHORT);
    assert_eq!(barrier.wait(), Err(BarrierError::TimedOut));
    assert!(barrier.is_broken());
}

#[test]
fn a_timeout_of_its_own_goes_before_the_default() {
    let barrier = Barrier::new(2).with_timeout(Duration::ZERO);
    thread::scope(|scope| {
        let patient = scope.spawn(|| barrier.wait_timeout(LONG));
        until_waiting(&barrier, 1);
        barrier.wait().expect("the other one is here, so there is nothing to wait for");
        patient.join().expect("nobody panics").expect("it was not hurried");
    });
}

#[test]
fn zero_means_that_the_others_must_be_here() {
    let barrier = Barrier::new(2);
    thread::scope(|scope| {
        let first = scope.spawn(|| barrier.wait());
        until_waiting(&barrier, 1);
        barrier.wait_timeout(Duration::ZERO).expect("they are");
        first.join().expect("nobody panics").expect("met");
    });
    assert_eq!(barrier.wait_timeout(Duration::ZERO), Err(BarrierError::TimedOut));
}

#[test]
fn a_timeout_too_long_to_count_is_for_ever() {
    let barrier = Barrier::new(2);
    thread::scope(|scope| {
        let patient = scope.spawn(|| barrier.wait_timeout(Duration::MAX));
        until_waiting(&barrier, 1);
        barrier.wait().expect("met");
        patient.join().expect("nobody panics").expect("met");
    });
}

#[test]
fn abort_wakes_everyone_and_turns_away_who_comes() {
    let barrier = Barrier::new(4);
    thread::scope(|scope| {
        let waiting: Vec<_> = (0..3).map(|_| scope.spawn(|| barrier.wait())).collect();
        until_waiting(&barrier, 3);
        barrier.abort();
        for one in waiting {
            assert_eq!(one.join().expect("nobody panics"), Err(BarrierError::Broken));
        }
    });
    assert!(barrier.is_broken());
    assert_eq!(barrier.wait(), Err(BarrierError::Broken));
}

#[test]
fn reset_turns_out_who_is_inside_and_the_barrier_is_whole() {
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        let inside: Vec<_> = (0..2).map(|_| scope.spawn(|| barrier.wait())).collect();
        until_waiting(&barrier, 2);
        barrier.reset();
        for one in inside {
            assert_eq!(one.join().expect("nobody panics"), Err(BarrierError::Broken));
        }
    });
    assert!(!barrier.is_broken());
    assert!(all_wait(&barrier, 3).into_iter().all(|arrival| arrival.is_ok()));
}

#[test]
fn reset_makes_a_broken_barrier_whole() {
    let barrier = Barrier::new(2);
    barrier.abort();
    barrier.reset();
    assert!(all_wait(&barrier, 2).into_iter().all(|arrival| arrival.is_ok()));
    barrier.reset();
    assert!(all_wait(&barrier, 2).into_iter().all(|arrival| arrival.is_ok()), "an idle reset does nothing");
}

#[test]
fn timed_and_untimed_waiters_mix() {
    let barrier = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..100).for_each(|_| assert!(barrier.wait().is_ok())));
            scope.spawn(|| (0..100).for_each(|_| assert!(barrier.wait_timeout(LONG).is_ok())));
        }
    });
    assert!(!barrier.is_broken());
}

#[test]
fn more_threads_than_parties_make_several_rounds() {
    let barrier = Barrier::new(2);
    for _ in 0..200 {
        let mut indices: Vec<_> =
            all_wait(&barrier, 6).into_iter().map(|arrival| arrival.expect("whole").index()).collect();
        indices.sort_unstable();
        assert_eq!(indices, [0, 0, 0, 1, 1, 1]);
    }
}

#[test]
fn a_barrier_may_be_dropped_in_any_state() {
    drop(Barrier::new(3));
    let broken = Barrier::new(3);
    broken.abort();
    drop(broken);
    let timed_out = Barrier::new(3);
    let _ = timed_out.wait_timeout(Duration::ZERO);
    drop(timed_out);
}

#[test]
fn errors_say_what_happened() {
    assert_eq!(BarrierError::Broken.to_string(), "the barrier is broken");
    assert!(BarrierError::TimedOut.to_string().contains("in time"));
    assert!(format!("{:?}", Barrier::new(3)).contains("parties: 3"));
}
