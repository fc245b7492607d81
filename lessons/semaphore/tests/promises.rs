//! The semaphores' promises under real threads. What depends on the schedule is in `models/`.
//!
//! Where a promise is that of both kinds, the one with a line and the one that only counts, both are tried.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use semaphore::by_hand::{BoundedSemaphore, Count, Line, Raw, ReleasedTooOften, Semaphore};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const SHORT: Duration = Duration::from_millis(10);
/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);

/// Blocks until it is so: no test has to guess how long that takes.
fn until(it_is_so: impl Fn() -> bool) {
    while !it_is_so() {
        thread::yield_now();
    }
}

fn with<R: Raw>(permits: usize) -> Semaphore<R> {
    Semaphore::over(R::new(permits))
}

#[test]
fn there_is_one_permit_by_default() {
    assert_eq!(Semaphore::default().available_permits(), 1);
    let bounded = BoundedSemaphore::default();
    assert_eq!(bounded.available_permits(), 1);
    assert_eq!(bounded.release(), Err(ReleasedTooOften));
}

#[test]
fn seven_permits_let_seven_of_twenty_tries_pass() {
    fn try_it<R: Raw + Sync>() {
        let semaphore = with::<R>(7);
        let passed = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| {
                    if let Some(permit) = semaphore.try_acquire() {
                        permit.forget();
                        // Relaxed: read after the threads have ended.
                        passed.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        assert_eq!(passed.into_inner(), 7);
        assert_eq!(semaphore.available_permits(), 0);
        semaphore.release_many(7);
        assert_eq!(semaphore.available_permits(), 7);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn never_are_more_inside_than_there_are_permits_and_all_are_given_back() {
    fn try_it<R: Raw + Sync>() {
        let semaphore = with::<R>(3);
        let inside = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..1000 {
                        let _permit = semaphore.acquire();
                        // Relaxed: only counts.
                        assert!(inside.fetch_add(1, Ordering::Relaxed) < 3, "one too many");
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::Relaxed);
                    }
                });
            }
        });
        assert_eq!(semaphore.available_permits(), 3);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn all_permits_can_be_out_at_the_same_time() {
    fn try_it<R: Raw + Sync>() {
        let semaphore = with::<R>(3);
        // Nobody leaves before all three are inside.
        let together = std::sync::Barrier::new(3);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let _permit = semaphore.acquire();
                    together.wait();
                });
            }
        });
        assert_eq!(semaphore.available_permits(), 3);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn who_waits_goes_on_when_a_permit_is_given_by_one_that_had_none() {
    fn try_it<R: Raw + Sync>() {
        let semaphore = with::<R>(0);
        assert!(semaphore.try_acquire().is_none());
        thread::scope(|scope| {
            let waiter = scope.spawn(|| semaphore.acquire().forget());
            semaphore.release();
            waiter.join().expect("nobody panics");
        });
        assert_eq!(semaphore.available_permits(), 0);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn an_unbounded_one_may_rise_past_what_it_began_with() {
    fn try_it<R: Raw>() {
        let semaphore = with::<R>(1);
        semaphore.release();
        semaphore.release_many(3);
        semaphore.release_many(0);
        assert_eq!(semaphore.available_permits(), 5);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn more_permits_than_can_be_counted_are_refused_and_nothing_has_changed() {
    fn try_it<R: Raw>() {
        let semaphore = with::<R>(1);
        let refused = catch_unwind(AssertUnwindSafe(|| semaphore.release_many(usize::MAX)));
        assert!(refused.is_err());
        assert_eq!(semaphore.available_permits(), 1);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn of_five_who_wait_three_go_on_by_three_permits() {
    fn try_it<R: Raw + Sync>() {
        let semaphore = with::<R>(0);
        let through = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..5 {
                scope.spawn(|| {
                    semaphore.acquire().forget();
                    // Release: the permit was taken before this.
                    through.fetch_add(1, Ordering::Release);
                });
            }
            semaphore.release_many(3);
            // Acquire: pairs with the Release above.
            until(|| through.load(Ordering::Acquire) == 3);
            assert_eq!(semaphore.available_permits(), 0, "so no fourth one can go on");
            semaphore.release_many(2);
        });
        assert_eq!(through.into_inner(), 5);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn permits_that_come_at_once_are_handed_over_at_once() {
    let semaphore = Semaphore::new(0);
    thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| semaphore.acquire().forget());
        }
        until(|| semaphore.waiting() == 5);
        semaphore.release_many(3);
        assert_eq!((semaphore.waiting(), semaphore.available_permits()), (2, 0));
        semaphore.release_many(3);
        assert_eq!((semaphore.waiting(), semaphore.available_permits()), (0, 1));
    });
}

#[test]
fn who_came_first_is_served_first() {
    let semaphore = Semaphore::new(0);
    let order = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for who in 0..6 {
            let (semaphore, order) = (&semaphore, &order);
            scope.spawn(move || {
                // Every other one in a hurry, but not in such a hurry.
                let permit =
                    if who % 2 == 0 { Some(semaphore.acquire()) } else { semaphore.acquire_timeout(LONG) };
                permit.expect("in time").forget();
                order.lock().expect("not poisoned").push(who);
            });
            until(|| semaphore.waiting() == who + 1);
        }
        for served in 1..=6 {
            semaphore.release();
            until(|| order.lock().expect("not poisoned").len() == served);
        }
    });
    assert_eq!(order.into_inner().expect("not poisoned"), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_permit_for_who_is_in_line_is_there_for_nobody_else() {
    let semaphore = Semaphore::new(1);
    let mine = semaphore.acquire();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| semaphore.acquire());
        until(|| semaphore.waiting() == 1);
        drop(mine);
        // Whether the waiter has woken up by now or not; it does not give the permit back before it is joined.
        assert!(semaphore.try_acquire().is_none());
        assert!(semaphore.acquire_timeout(SHORT).is_none());
        assert_eq!(semaphore.available_permits(), 0);
        drop(waiter.join().expect("nobody panics"));
    });
    assert_eq!(semaphore.available_permits(), 1);
}

#[test]
fn a_wait_that_times_out_is_not_early_and_leaves_no_trace() {
    fn try_it<R: Raw>() {
        let semaphore = with::<R>(0);
        let began = Instant::now();
        assert!(semaphore.acquire_timeout(SHORT).is_none());
        assert!(began.elapsed() >= SHORT);
        semaphore.release();
        assert!(semaphore.try_acquire().is_some(), "the permit was not for the one that has left");
    }
    try_it::<Line>();
    try_it::<Count>();
    let semaphore = Semaphore::new(0);
    assert!(semaphore.acquire_timeout(SHORT).is_none());
    assert_eq!(semaphore.waiting(), 0);
}

#[test]
fn zero_means_try() {
    fn try_it<R: Raw>() {
        let semaphore = with::<R>(1);
        let permit = semaphore.acquire_timeout(Duration::ZERO).expect("there is one");
        assert!(semaphore.acquire_timeout(Duration::ZERO).is_none());
        drop(permit);
        assert!(semaphore.acquire_timeout(Duration::ZERO).is_some());
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn a_timeout_too_long_to_count_is_for_ever() {
    fn try_it<R: Raw + Sync>() {
        let semaphore = with::<R>(0);
        thread::scope(|scope| {
            let waiter = scope.spawn(|| semaphore.acquire_timeout(Duration::MAX).is_some());
            semaphore.release();
            assert!(waiter.join().expect("nobody panics"));
        });
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn no_permit_is_lost_where_timeouts_and_permits_cross() {
    fn try_it<R: Raw + Sync>() {
        let semaphore = with::<R>(2);
        thread::scope(|scope| {
            for thread in 0..6 {
                let semaphore = &semaphore;
                scope.spawn(move || {
                    for round in 0..500 {
                        match (thread + round) % 3 {
                            0 => drop(semaphore.acquire()),
                            1 => drop(semaphore.acquire_timeout(Duration::from_micros(round % 7))),
                            _ => drop(semaphore.try_acquire()),
                        }
                    }
                });
            }
        });
        assert_eq!(semaphore.available_permits(), 2);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn a_timeout_covers_the_whole_call_however_often_it_wakes_up_inside() {
    // Permits come, each wakes the waiter, and each is gone before the waiter is awake: somebody else does nothing but
    // take them. Should the waiter get one nevertheless, it tries again. Were each wakeup the beginning of a new wait,
    // none would ever end.
    let semaphore = with::<Count>(0);
    let ended = AtomicBool::new(false);
    // Relaxed, here and below: the end of the scope orders.
    let goes_on = || !ended.load(Ordering::Relaxed);
    thread::scope(|scope| {
        scope.spawn(|| {
            while goes_on() {
                if let Some(permit) = semaphore.try_acquire() {
                    permit.forget();
                }
            }
        });
        scope.spawn(|| {
            while goes_on() {
                semaphore.release();
                // A part of the waiter's time, and long enough for it to look and sleep again.
                thread::park_timeout(Duration::from_millis(50));
            }
        });
        let began = Instant::now();
        let mut timed_out = false;
        while !timed_out && began.elapsed() < Duration::from_secs(60) {
            match semaphore.acquire_timeout(Duration::from_millis(150)) {
                Some(permit) => permit.forget(),
                None => timed_out = true,
            }
        }
        ended.store(true, Ordering::Relaxed);
        assert!(timed_out, "no wait has ended");
    });
}

#[test]
fn a_bounded_one_refuses_more_than_it_began_with_and_nothing_has_changed() {
    fn try_it<R: Raw>() {
        let semaphore = BoundedSemaphore::over(R::new(3));
        assert_eq!(semaphore.release(), Err(ReleasedTooOften));
        assert_eq!(semaphore.available_permits(), 3);
        for _ in 0..2 {
            semaphore.try_acquire().expect("there is one").forget();
        }
        assert_eq!(semaphore.release_many(3), Err(ReleasedTooOften), "two are out");
        assert_eq!(semaphore.available_permits(), 1, "and both still are");
        assert_eq!(semaphore.release_many(usize::MAX), Err(ReleasedTooOften));
        assert_eq!(semaphore.release_many(2), Ok(()));
        assert_eq!(semaphore.release_many(0), Ok(()));
        assert_eq!(semaphore.available_permits(), 3);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn a_bounded_one_waits_and_times_out_and_serves_in_turn_as_well() {
    let semaphore = BoundedSemaphore::new(1);
    let mine = semaphore.acquire();
    assert!(semaphore.try_acquire().is_none());
    assert!(semaphore.acquire_timeout(SHORT).is_none());
    thread::scope(|scope| {
        let waiter = scope.spawn(|| semaphore.acquire_timeout(LONG).expect("in time"));
        until(|| semaphore.waiting() == 1);
        assert_eq!(semaphore.release_many(2), Err(ReleasedTooOften), "one is out, whoever waits");
        assert_eq!(semaphore.waiting(), 1);
        drop(mine);
        drop(waiter.join().expect("nobody panics"));
    });
    assert_eq!(semaphore.available_permits(), 1);
}

#[test]
fn a_permit_is_given_back_when_it_is_dropped_by_whichever_thread() {
    fn try_it<R: Raw + Send + Sync>() {
        let semaphore = with::<R>(1);
        let permit = semaphore.acquire();
        thread::scope(|scope| {
            scope.spawn(move || drop(permit));
        });
        assert_eq!(semaphore.available_permits(), 1);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn a_panic_gives_the_permit_back() {
    fn try_it<R: Raw>() {
        let semaphore = with::<R>(1);
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let _permit = semaphore.acquire();
            resume_unwind(Box::new("on purpose"));
        }));
        assert!(panicked.is_err());
        assert_eq!(semaphore.available_permits(), 1);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn a_permit_that_is_forgotten_is_not_given_back() {
    fn try_it<R: Raw>() {
        let semaphore = with::<R>(2);
        semaphore.acquire().forget();
        drop(semaphore.acquire());
        assert_eq!(semaphore.available_permits(), 1);
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn a_permit_whose_place_somebody_has_filled_gives_nothing_back() {
    let semaphore = BoundedSemaphore::new(1);
    let permit = semaphore.acquire();
    assert_eq!(semaphore.release(), Ok(()), "in the permit's stead");
    drop(permit);
    assert_eq!(semaphore.available_permits(), 1);
}

#[test]
fn a_semaphore_may_be_dropped_in_any_state() {
    fn try_it<R: Raw>() {
        drop(with::<R>(0));
        let all_out = with::<R>(1);
        all_out.acquire().forget();
        drop(all_out);
        let timed_out = with::<R>(0);
        assert!(timed_out.acquire_timeout(Duration::ZERO).is_none());
        drop(timed_out);
        drop(BoundedSemaphore::over(R::new(0)));
    }
    try_it::<Line>();
    try_it::<Count>();
}

#[test]
fn errors_and_debug_say_what_is_the_matter() {
    assert_eq!(ReleasedTooOften.to_string(), "more permits were given back than were taken");
    assert!(format!("{:?}", Semaphore::new(3)).contains("available: 3, waiting: 0"));
    let bounded = BoundedSemaphore::over(Count::new(2));
    assert!(format!("{bounded:?}").contains("available: 2"));
    assert!(format!("{bounded:?}").contains("limit: 2"));
}

mod drawing {
    use fractal::{Grid, Image};
    use semaphore::bands::Budget;
    use semaphore::{LESSON, draw};
    use stage::{Settings, Stop, perform};

    /// More workers than permits, and a band for each of many rows.
    fn crowded(permits: u64) -> Settings {
        let grid = Grid::new(48, 40).expect("48 x 40 is a size");
        Settings { grid, piece_rows: 1, threads: 6, ..Settings::of(&LESSON) }.choosing("permits", permits)
    }

    #[test]
    fn every_variant_keeps_to_its_permits_and_says_so() {
        for variant in LESSON.variants {
            for permits in 1..=3 {
                let settings = crowded(permits);
                let mut image = Image::poisoned(&settings.grid).expect("it is small");
                let run = perform(variant.draw, &mut image, &settings, &Stop::new());
                assert_eq!(run.outcome, Ok(()), "{}", variant.name);
                let [note] = &run.notes[..] else { panic!("it notes one thing, not {:?}", run.notes) };
                assert_eq!(note.name, "most buffers alive");
                let (most, limit) = note.value.split_once(" of at most ").expect("it says both");
                assert_eq!(limit, permits.to_string());
                assert!((1..=permits).contains(&most.parse().expect("a number")), "{note:?}");
                assert_eq!(image, settings.grid.draw().expect("it is small"), "{}", variant.name);
            }
        }
    }

    #[test]
    fn without_a_semaphore_the_run_fails() {
        // Six workers and one buffer: only chance could keep them out of each other's way, once.
        let settings = crowded(1);
        let failed = (0..100).any(|_| {
            let (mut image, stop) = (Image::poisoned(&settings.grid).expect("it is small"), Stop::new());
            let run = perform(
                |show, canvas| draw::draw_with_permits(show, canvas, || ()),
                &mut image,
                &settings,
                &stop,
            );
            let fault = stop.first_fault();
            assert_eq!(run.outcome.is_err(), fault.is_some());
            fault.is_some_and(|fault| fault.message == "one buffer more than the 1 that there may be")
        });
        assert!(failed);
    }

    #[test]
    fn the_budget_counts_buffers_and_refuses_one_too_many() {
        let budget = Budget::of(2);
        let one = budget.buffer((), || "band").expect("none is alive");
        let two = budget.buffer((), || "band").expect("one is alive");
        assert!(budget.buffer((), || "band").is_err());
        drop(one);
        let three = budget.buffer((), || "band").expect("one is alive");
        drop((two, three));
        assert_eq!(budget.most(), 2);
    }
}
