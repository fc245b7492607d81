//! What the condition variable promises, with real threads. What hangs on one particular schedule is in `models/`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use condvar::by_hand::{Condvar, Parker, Waited};
use condvar::delivery::Delivery;
use condvar::level::Level;
use condvar::window::{CalledOff, Window};
use rlock::by_hand::RLock;
use sync_real::{Deadline, Mutex};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const SHORT: Duration = Duration::from_millis(20);
/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);

/// Blocks until so many wait: no test has to guess how long that takes.
fn until_waiting(condvar: &Condvar, count: usize) {
    until(|| condvar.waiting() == count);
}

/// Blocks until something is so that another thread brings about.
fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        thread::yield_now();
    }
}

#[test]
fn notify_three_of_five_lets_just_three_go_and_not_before_the_notifier_unlocks() {
    let (lock, condvar, gone) = (Mutex::new(()), Condvar::new(), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                let mut guard = lock.lock();
                condvar.wait(&mut guard);
                // Relaxed, here and below: a number, which the lock orders.
                gone.fetch_add(1, Ordering::Relaxed);
            });
        }
        until_waiting(&condvar, 5);
        let guard = lock.lock();
        assert_eq!(condvar.notify(&guard, 3), 3);
        for _ in 0..100 {
            thread::yield_now();
            assert_eq!(gone.load(Ordering::Relaxed), 0, "the lock is not free yet");
        }
        drop(guard);
        until(|| gone.load(Ordering::Relaxed) == 3);
        assert_eq!(condvar.waiting(), 2);
        assert_eq!(condvar.notify(&lock.lock(), 3), 2);
    });
    assert_eq!(gone.into_inner(), 5);
}

#[test]
fn notify_all_wakes_all() {
    let (lock, condvar) = (Mutex::new(()), Condvar::new());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| condvar.wait(&mut lock.lock()));
        }
        until_waiting(&condvar, 8);
        assert_eq!(condvar.notify_all(&lock.lock()), 8);
    });
    assert_eq!(condvar.waiting(), 0);
}

#[test]
fn a_notification_with_nobody_there_is_for_nobody() {
    let (lock, condvar) = (Mutex::new(()), Condvar::new());
    let mut guard = lock.lock();
    assert!(!condvar.notify_one(&guard));
    assert_eq!(condvar.notify_all(&guard), 0);
    assert_eq!(condvar.notify(&guard, 3), 0);
    assert_eq!(condvar.wait_timeout(&mut guard, Duration::ZERO), Waited::TimedOut, "it comes later");
    assert_eq!(condvar.notify(&guard, 0), 0);
}

#[test]
fn they_go_in_the_order_in_which_they_came() {
    let (gone, condvar) = (Mutex::new(Vec::new()), Condvar::new());
    thread::scope(|scope| {
        for number in 0..8 {
            let (gone, condvar) = (&gone, &condvar);
            scope.spawn(move || {
                let mut gone = gone.lock();
                condvar.wait(&mut gone);
                gone.push(number);
            });
            until_waiting(condvar, number + 1);
        }
        for number in 0..8 {
            assert!(condvar.notify_one(&gone.lock()));
            until(|| gone.lock().len() == number + 1);
        }
    });
    assert_eq!(gone.into_inner(), [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_wait_with_a_timeout_says_whether_it_was_notified_and_has_the_lock_either_way() {
    let (notified, condvar) = (Mutex::new(false), Condvar::new());
    let held = || notified.try_lock().is_none();
    let mut guard = notified.lock();
    let began = Instant::now();
    assert_eq!(condvar.wait_timeout(&mut guard, SHORT), Waited::TimedOut);
    assert!(began.elapsed() >= SHORT, "it is not early");
    assert!(held());
    assert_eq!(condvar.waiting(), 0, "it has left no trace");

    thread::scope(|scope| {
        scope.spawn(|| {
            // Comes in when the other one waits.
            let mut guard = notified.lock();
            *guard = true;
            assert!(condvar.notify_one(&guard));
        });
        assert_eq!(condvar.wait_timeout(&mut guard, LONG), Waited::Notified);
        assert!(*guard);
        assert!(held());
    });
}

#[test]
fn no_time_at_all_gives_others_a_turn_and_does_not_sleep() {
    let (lock, condvar, in_between) = (Mutex::new(()), Condvar::new(), AtomicBool::new(false));
    thread::scope(|scope| {
        let mut guard = lock.lock();
        scope.spawn(|| {
            let _guard = lock.lock();
            // Relaxed, here and below: the lock orders it.
            in_between.store(true, Ordering::Relaxed);
        });
        while !in_between.load(Ordering::Relaxed) {
            assert_eq!(condvar.wait_timeout(&mut guard, Duration::ZERO), Waited::TimedOut);
        }
    });
}

#[test]
fn a_time_too_long_for_the_clock_means_for_ever() {
    let (lock, condvar) = (Mutex::new(()), Condvar::new());
    thread::scope(|scope| {
        let plain = scope.spawn(|| condvar.wait_timeout(&mut lock.lock(), Duration::MAX));
        let with_predicate = scope.spawn(|| {
            let mut asked = 0;
            condvar.wait_timeout_for(&mut lock.lock(), Duration::MAX, |_| {
                asked += 1;
                (asked == 2).then_some(asked)
            })
        });
        until_waiting(&condvar, 2);
        condvar.notify_all(&lock.lock());
        assert_eq!(plain.join().expect("nobody panics"), Waited::Notified);
        assert_eq!(with_predicate.join().expect("nobody panics"), Some(2));
    });
}

#[test]
fn a_timeout_covers_the_whole_call_however_often_it_is_notified() {
    let (over, condvar) = (Mutex::new(false), Condvar::new());
    thread::scope(|scope| {
        let restless = scope.spawn(|| {
            let began = Instant::now();
            // Gives up after a time in which the other one has certainly given up if it ever does.
            while !*over.lock() && began.elapsed() < 200 * SHORT {
                condvar.notify_all(&over.lock());
                thread::yield_now();
            }
            *over.lock()
        });
        let never = |_: &mut _| None::<()>;
        let mut guard = over.lock();
        assert_eq!(condvar.wait_timeout_for(&mut guard, SHORT, never), None);
        *guard = true;
        drop(guard);
        assert!(restless.join().expect("nobody panics"), "each notification has begun the time anew");
    });
}

#[test]
fn a_predicate_is_asked_with_the_lock_held_and_once_before_any_wait() {
    let (lock, condvar) = (Mutex::new(7), Condvar::new());
    let mut guard = lock.lock();
    let mut asked = 0;
    // Nobody notifies: were it to wait, this would not end.
    condvar.wait_while(&mut guard, |_| {
        asked += 1;
        assert!(lock.try_lock().is_none(), "the lock is held");
        false
    });
    assert_eq!(asked, 1);
    assert_eq!(condvar.wait_for(&mut guard, |number| Some(**number)), 7);
}

#[test]
fn a_predicate_has_the_last_word() {
    let (number, condvar) = (Mutex::new(0), Condvar::new());
    let at_three = |number: u32| (number >= 3).then_some(number);
    thread::scope(|scope| {
        let waiting =
            [(); 2].map(|()| scope.spawn(|| condvar.wait_for(&mut number.lock(), |n| at_three(**n))));
        let timed = scope.spawn(|| condvar.wait_timeout_for(&mut number.lock(), LONG, |n| at_three(**n)));
        for round in 1..=3 {
            until_waiting(&condvar, 3);
            let mut number = number.lock();
            *number = round;
            condvar.notify_all(&number);
        }
        for one in waiting {
            assert_eq!(one.join().expect("nobody panics"), 3);
        }
        assert_eq!(timed.join().expect("nobody panics"), Some(3));
    });
    // Out of time, it is asked a last time; with no time, once.
    let mut asked = 0;
    let mut guard = number.lock();
    let mut fourth = |limit| {
        condvar.wait_timeout_for(&mut guard, limit, |_| {
            asked += 1;
            (asked == 3).then_some("the third time")
        })
    };
    assert_eq!(fourth(Duration::ZERO), None);
    assert_eq!(fourth(SHORT), Some("the third time"));
}

#[test]
fn a_predicate_that_panics_leaves_a_free_lock_and_nobody_in_the_queue() {
    let (lock, condvar) = (Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        let clumsy = scope.spawn(|| {
            catch_unwind(AssertUnwindSafe(|| {
                condvar.wait_while(&mut lock.lock(), |number| match **number {
                    0 => true,
                    _ => std::panic::resume_unwind(Box::new("at the second look")),
                });
            }))
        });
        let patient = scope.spawn(|| condvar.wait_while(&mut lock.lock(), |number| **number < 2));
        until_waiting(&condvar, 2);
        for number in 1..=2 {
            let mut guard = lock.lock();
            *guard = number;
            condvar.notify_all(&guard);
        }
        assert!(clumsy.join().expect("contained").is_err());
        patient.join().expect("nobody else is concerned");
    });
    assert_eq!(condvar.waiting(), 0);
    assert!(lock.try_lock().is_some());
}

#[test]
fn several_condition_variables_share_a_lock() {
    let (number, even, odd) = (Mutex::new(0), Condvar::new(), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..500 {
                let mut number = number.lock();
                odd.wait_while(&mut number, |number| **number % 2 == 0);
                *number += 1;
                even.notify_one(&number);
            }
        });
        for _ in 0..500 {
            let mut number = number.lock();
            even.wait_while(&mut number, |number| **number % 2 == 1);
            *number += 1;
            odd.notify_one(&number);
        }
    });
    assert_eq!(number.into_inner(), 1000);
}

#[test]
fn timed_and_untimed_waiters_mix_and_each_notification_is_got_once() {
    let (over, condvar) = (Mutex::new(false), Condvar::new());
    thread::scope(|scope| {
        let threads = [None, None, Some(Duration::ZERO), Some(Duration::from_micros(10))].map(|limit| {
            let (over, condvar) = (&over, &condvar);
            scope.spawn(move || {
                let (mut got, mut guard) = (0, over.lock());
                while !*guard {
                    let timeout = limit.unwrap_or(Duration::MAX);
                    if condvar.wait_timeout(&mut guard, timeout) == Waited::Notified {
                        got += 1;
                    }
                }
                got
            })
        });
        let mut given = 0;
        while given < 2000 {
            let found = condvar.notify(&over.lock(), 1 + given % 2);
            given += found;
            if found == 0 {
                // They want the lock, to begin to wait.
                thread::yield_now();
            }
        }
        let mut guard = over.lock();
        *guard = true;
        given += condvar.notify_all(&guard);
        drop(guard);
        let got: usize = threads.into_iter().map(|thread| thread.join().expect("nobody panics")).sum();
        assert_eq!(got, given);
    });
}

#[test]
fn a_token_left_over_from_something_else_ends_no_wait() {
    let (lock, condvar, parker) = (Mutex::new(()), Condvar::new(), Parker::new());
    thread::current().unpark();
    assert_eq!(condvar.wait_timeout(&mut lock.lock(), SHORT), Waited::TimedOut);
    thread::current().unpark();
    assert!(!parker.park_until(Deadline::after(SHORT)));
}

#[test]
fn a_second_lock_is_refused_and_the_first_goes_on_working() {
    let (lock, another, condvar) = (Mutex::new(()), Mutex::new(()), Condvar::new());
    let refused = |wrong: &dyn Fn()| catch_unwind(AssertUnwindSafe(wrong)).is_err();
    thread::scope(|scope| {
        scope.spawn(|| condvar.wait(&mut lock.lock()));
        until_waiting(&condvar, 1);
        assert!(refused(&|| condvar.wait(&mut another.lock())));
        assert!(refused(&|| {
            condvar.notify_one(&another.lock());
        }));
        assert!(condvar.notify_one(&lock.lock()));
    });
    // With nobody there, any lock will do.
    assert_eq!(condvar.wait_timeout(&mut another.lock(), Duration::ZERO), Waited::TimedOut);
}

#[test]
fn a_wait_with_a_reentrant_lock_gives_up_every_level_and_has_as_many_again() {
    let (lock, condvar) = (RLock::new(), Condvar::new());
    thread::scope(|scope| {
        let _outer = Level::of(&lock);
        let _middle = Level::of(&lock);
        let mut inner = Level::of(&lock);
        scope.spawn(|| {
            let level = Level::of(&lock);
            assert_eq!(lock.recursion_count(), 1);
            assert!(condvar.notify_one(&level), "it comes in only while the other waits");
        });
        condvar.wait(&mut inner);
        assert_eq!(lock.recursion_count(), 3);
        assert_eq!(condvar.wait_timeout(&mut inner, SHORT), Waited::TimedOut);
        assert_eq!(lock.recursion_count(), 3, "after a timeout too");
    });
    assert_eq!(lock.recursion_count(), 0);
}

#[test]
fn a_condition_variable_may_be_dropped_in_any_state() {
    let (lock, condvar) = (Mutex::new(()), Condvar::default());
    let mut guard = lock.lock();
    assert_eq!(condvar.wait_timeout(&mut guard, Duration::ZERO), Waited::TimedOut);
    condvar.notify_all(&guard);
    assert_eq!(format!("{condvar:?}"), "Condvar { waiting: 0, .. }");
    drop(condvar);
}

#[test]
fn a_delivery_is_in_order_and_holds_no_more_than_its_window() {
    const PIECES: usize = 1000;
    const WINDOW: usize = 3;
    let delivery = Delivery::new(PIECES, WINDOW);
    let delivered: Vec<usize> = thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some(piece) = delivery.claim() {
                    delivery.begin(piece).expect("nobody calls it off");
                    delivery.finish(piece, piece);
                }
            });
        }
        let next = |_| {
            let piece = delivery.take_next().expect("nobody calls it off");
            delivery.advance();
            piece
        };
        (0..PIECES).map(next).collect()
    });
    assert_eq!(delivered, Vec::from_iter(0..PIECES));
    assert!((1..=WINDOW).contains(&delivery.most_held()));
}

#[test]
fn a_window_has_room_for_so_many_from_the_next_on_and_gives_out_only_the_next() {
    let mut window = Window::new(5, 2);
    assert_eq!([window.claim(), window.claim(), window.claim()], [Some(0), Some(1), Some(2)]);
    assert_eq!([window.begin(0), window.begin(1), window.begin(2)], [Some(Ok(())), Some(Ok(())), None]);
    window.finish(1, "one");
    assert_eq!(window.take_next(), None);
    window.finish(0, "nought");
    assert_eq!(window.take_next(), Some(Ok("nought")));
    assert_eq!(window.begin(2), None, "it has not gone out");
    window.advance();
    assert_eq!((window.begin(2), window.most_held()), (Some(Ok(())), 2));
    assert_eq!(window.take_next(), Some(Ok("one")));
    window.call_off();
    assert_eq!((window.begin(3), window.take_next()), (Some(Err(CalledOff)), Some(Err(CalledOff))));
}

#[test]
#[should_panic(expected = "room for at least one")]
fn a_window_without_room_is_refused() {
    let _ = Window::<()>::new(5, 0);
}
