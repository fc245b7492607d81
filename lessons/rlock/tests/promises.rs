//! What the reentrant locks promise, with real threads.
//!
//! What hangs on one particular schedule is left to `tests/loom.rs`, which tries them all.

use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rlock::by_hand::{FastRLock, FastReentrantMutex, NotOwner, RLock, ReentrantMutex};
use rlock::regions::{Board, Contents, Region};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

/// Long enough to be seen, short enough to be waited for.
const SHORT: Duration = Duration::from_millis(20);

/// Runs `work` in a thread of its own, and returns what that returns.
fn elsewhere<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(work).join().expect("it does not panic"))
}

/// The promises that both raw locks make.
macro_rules! raw_lock {
    ($name:ident, $Lock:ty) => {
        mod $name {
            use super::*;

            #[test]
            fn the_owner_is_let_in_again_and_gives_back_as_often() {
                let lock = <$Lock>::new();
                lock.lock();
                assert!(lock.try_lock());
                assert!(lock.try_lock_for(Duration::ZERO));
                assert!(lock.try_lock_for(SHORT));
                assert!(lock.try_lock_for(Duration::MAX));
                for left in [4, 3, 2, 1, 0] {
                    assert!(!elsewhere(|| lock.try_lock()), "others stay out");
                    assert_eq!(lock.unlock(), Ok(()));
                    assert_eq!(lock.recursion_count(), left);
                }
                assert!(!lock.is_locked());
            }

            #[test]
            fn unlock_of_a_free_lock_is_an_error_and_changes_nothing() {
                let lock = <$Lock>::new();
                assert_eq!(lock.unlock(), Err(NotOwner));
                assert_eq!(lock.unlock_fully(), Err(NotOwner));
                assert!(lock.try_lock(), "it is still free");
                assert_eq!(lock.recursion_count(), 1);
            }

            #[test]
            fn unlock_by_another_thread_is_an_error_and_changes_nothing() {
                let lock = <$Lock>::new();
                lock.lock();
                lock.lock();
                assert_eq!(elsewhere(|| lock.unlock()), Err(NotOwner));
                assert_eq!(elsewhere(|| lock.unlock_fully()), Err(NotOwner));
                assert_eq!(lock.recursion_count(), 2);
                assert!(!elsewhere(|| lock.try_lock()), "it is still the owner's");
            }

            #[test]
            fn what_a_thread_is_told_of_its_levels_are_its_own() {
                let lock = <$Lock>::new();
                assert_eq!((lock.recursion_count(), lock.is_owned_by_current_thread()), (0, false));
                lock.lock();
                lock.lock();
                assert_eq!((lock.recursion_count(), lock.is_owned_by_current_thread()), (2, true));
                elsewhere(|| {
                    assert_eq!((lock.recursion_count(), lock.is_owned_by_current_thread()), (0, false));
                    assert!(lock.is_locked(), "by somebody else");
                });
            }

            #[test]
            fn zero_means_try() {
                let lock = <$Lock>::new();
                assert!(lock.try_lock_for(Duration::ZERO));
                assert!(!elsewhere(|| lock.try_lock_for(Duration::ZERO)));
            }

            #[test]
            fn a_wait_lasts_as_long_as_it_was_told_to() {
                let lock = <$Lock>::new();
                lock.lock();
                elsewhere(|| {
                    let began = Instant::now();
                    assert!(!lock.try_lock_for(SHORT));
                    assert!(began.elapsed() >= SHORT);
                });
            }

            #[test]
            fn a_timeout_covers_the_whole_call_however_often_it_wakes_up_inside() {
                // The lock becomes free, which wakes the waiter, and is taken again before the waiter is awake. Should
                // the waiter get it nevertheless, it tries again. Were each wakeup the beginning of a new wait, none
                // would ever end.
                const TIMEOUT: Duration = Duration::from_millis(60);
                let lock = <$Lock>::new();
                lock.lock();
                let (end, ended) = mpsc::channel::<()>();
                let timed_out = thread::scope(|scope| {
                    let waiter = scope.spawn(|| {
                        let _end = end;
                        let began = Instant::now();
                        while began.elapsed() < Duration::from_secs(60) {
                            match lock.try_lock_for(TIMEOUT) {
                                true => lock.unlock().expect("it is this thread's"),
                                false => return true,
                            }
                        }
                        false
                    });
                    while ended.recv_timeout(TIMEOUT / 2) == Err(mpsc::RecvTimeoutError::Timeout) {
                        lock.unlock().expect("it is this thread's");
                        lock.lock();
                    }
                    waiter.join().expect("it does not panic")
                });
                assert!(timed_out, "no wait has ended");
            }

            #[test]
            fn a_time_too_long_for_the_clock_means_for_ever() {
                let lock = <$Lock>::new();
                lock.lock();
                let (tell, told) = mpsc::channel();
                thread::scope(|scope| {
                    let waiter = scope.spawn(|| {
                        tell.send(()).unwrap();
                        lock.try_lock_for(Duration::MAX)
                    });
                    told.recv().unwrap();
                    assert_eq!(lock.unlock(), Ok(()));
                    assert!(waiter.join().unwrap());
                });
            }

            #[test]
            fn a_wait_that_times_out_leaves_no_trace() {
                let lock = <$Lock>::new();
                lock.lock();
                for _ in 0..3 {
                    assert!(!elsewhere(|| lock.try_lock_for(Duration::from_millis(1))));
                }
                assert_eq!(lock.recursion_count(), 1);
                assert_eq!(lock.unlock(), Ok(()));
                assert!(!lock.is_locked());
                assert!(elsewhere(|| lock.try_lock()));
            }

            #[test]
            fn all_levels_are_given_back_at_once_and_taken_again() {
                let lock = <$Lock>::new();
                for _ in 0..5 {
                    lock.lock();
                }
                let depth = lock.unlock_fully().expect("it is this thread's");
                assert_eq!(depth.get(), 5);
                assert_eq!(lock.recursion_count(), 0);
                elsewhere(|| {
                    assert!(lock.try_lock(), "it is free, however deep it was taken");
                    assert_eq!(lock.unlock(), Ok(()));
                });
                lock.relock(depth);
                assert_eq!(lock.recursion_count(), 5);
                assert!(!elsewhere(|| lock.try_lock()));
                (0..5).for_each(|_| assert_eq!(lock.unlock(), Ok(())));
                assert_eq!(lock.unlock(), Err(NotOwner));
            }

            #[test]
            fn relock_waits_until_others_have_given_back_all_they_have() {
                let lock = <$Lock>::new();
                lock.lock();
                let depth = lock.unlock_fully().expect("it is this thread's");
                let (tell, told) = mpsc::channel();
                let inside = AtomicUsize::new(0);
                thread::scope(|scope| {
                    scope.spawn(|| {
                        lock.lock();
                        lock.lock();
                        // Relaxed, here and below: the lock publishes it, or else the test fails.
                        inside.store(2, Ordering::Relaxed);
                        tell.send(()).unwrap();
                        for left in [1, 0] {
                            inside.store(left, Ordering::Relaxed);
                            lock.unlock().expect("it is this thread's");
                        }
                    });
                    told.recv().unwrap();
                    lock.relock(depth);
                    assert_eq!(inside.load(Ordering::Relaxed), 0);
                });
            }

            #[test]
            fn relock_by_the_owner_goes_so_many_levels_deeper() {
                let lock = <$Lock>::new();
                lock.lock();
                lock.relock(NonZeroUsize::new(3).unwrap());
                assert_eq!(lock.recursion_count(), 4);
            }

            #[test]
            fn a_depth_that_cannot_be_counted_is_refused_and_changes_nothing() {
                let lock = <$Lock>::new();
                lock.lock();
                let too_deep = catch_unwind(AssertUnwindSafe(|| lock.relock(NonZeroUsize::MAX)));
                assert!(too_deep.is_err());
                assert_eq!(lock.recursion_count(), 1);
                assert_eq!(lock.unlock(), Ok(()));
                assert!(elsewhere(|| lock.try_lock()));
            }

            #[test]
            fn a_thread_that_comes_after_a_dead_owner_does_not_inherit_the_lock() {
                let lock = <$Lock>::new();
                elsewhere(|| lock.lock());
                // Many, so that one of them gets the memory of the one that has died.
                for _ in 0..50 {
                    elsewhere(|| {
                        assert!(!lock.is_owned_by_current_thread());
                        assert_eq!(lock.unlock(), Err(NotOwner));
                        assert!(!lock.try_lock());
                    });
                }
                assert!(lock.is_locked(), "for ever");
            }

            #[test]
            fn timed_and_untimed_waiters_mix_and_no_change_is_lost() {
                let (lock, count) = (<$Lock>::new(), AtomicUsize::new(0));
                let locked: usize = thread::scope(|scope| {
                    let threads = [0, 1, 2, 3].map(|number| {
                        let (lock, count) = (&lock, &count);
                        scope.spawn(move || {
                            let turn = |round: u64| {
                                let mine = match number {
                                    0 => lock.try_lock_for(Duration::from_micros(round % 50)),
                                    1 => lock.try_lock(),
                                    _ => {
                                        lock.lock();
                                        true
                                    }
                                };
                                if mine {
                                    // Relaxed: nothing but the lock orders them.
                                    let found = count.load(Ordering::Relaxed);
                                    lock.lock();
                                    count.store(found + 1, Ordering::Relaxed);
                                    lock.unlock().unwrap();
                                    lock.unlock().unwrap();
                                }
                                mine
                            };
                            (0..1_000).filter(|&round| turn(round)).count()
                        })
                    });
                    threads.map(|thread| thread.join().unwrap()).into_iter().sum()
                });
                assert!(locked >= 2_000, "two of the four wait for as long as it takes");
                // Relaxed: the threads have been joined.
                assert_eq!(count.load(Ordering::Relaxed), locked);
                assert!(!lock.is_locked());
            }

            #[test]
            fn it_may_be_dropped_while_it_is_locked() {
                let lock = Box::new(<$Lock>::default());
                lock.lock();
                lock.lock();
                drop(lock);
            }
        }
    };
}

raw_lock!(an_owner_under_a_mutex, RLock);
raw_lock!(an_owner_in_an_atomic, FastRLock);

/// The promises of a reentrant lock that holds data, whatever raw lock it has inside.
macro_rules! mutex {
    ($name:ident, $Mutex:ident) => {
        mod $name {
            use super::*;

            #[test]
            fn no_change_under_guards_is_lost() {
                let count: $Mutex<Cell<u32>> = $Mutex::new(Cell::new(0));
                let add_one = || {
                    let count = count.lock();
                    count.set(count.get() + 1);
                };
                thread::scope(|scope| {
                    for _ in 0..4 {
                        scope.spawn(|| {
                            for _ in 0..500 {
                                let found = count.lock();
                                let before = found.get();
                                add_one();
                                add_one();
                                assert_eq!(found.get(), before + 2, "both belong to one step");
                            }
                        });
                    }
                });
                assert_eq!(count.into_inner().get(), 4_000);
            }

            #[test]
            fn each_guard_is_a_level_in_whichever_order_they_are_dropped() {
                let data: $Mutex<i32> = $Mutex::new(1);
                let (first, second, third) = (data.lock(), data.try_lock(), data.try_lock_for(SHORT));
                assert_eq!(data.recursion_count(), 3);
                drop(first);
                drop(third.expect("this thread is the owner"));
                assert_eq!(data.recursion_count(), 1);
                assert!(data.is_owned_by_current_thread());
                assert_eq!(*second.expect("this thread is the owner"), 1);
                assert!(!data.is_locked());
            }

            #[test]
            fn other_threads_get_no_guard() {
                let data: $Mutex<i32> = $Mutex::new(1);
                let guard = data.lock();
                elsewhere(|| {
                    assert!(data.try_lock().is_none());
                    assert!(data.try_lock_for(SHORT).is_none());
                    assert!(data.is_locked());
                    assert_eq!((data.recursion_count(), data.is_owned_by_current_thread()), (0, false));
                });
                drop(guard);
                assert!(elsewhere(|| data.try_lock().is_some()));
            }

            #[test]
            fn a_panic_gives_back_all_levels_and_poisons_nobody() {
                let data: $Mutex<RefCell<u32>> = $Mutex::new(RefCell::new(0));
                thread::scope(|scope| {
                    let clumsy = scope.spawn(|| {
                        let _outer = data.lock();
                        let inner = data.lock();
                        *inner.borrow_mut() += 1;
                        // Not `panic!`: that would print.
                        std::panic::resume_unwind(Box::new("with the lock in hand"));
                    });
                    clumsy.join().unwrap_err();
                });
                assert_eq!(*data.try_lock().expect("it is free").borrow(), 1, "as the panic left it");
            }

            #[test]
            fn a_value_without_a_known_size_may_be_in_it() {
                let data: Arc<$Mutex<[Cell<i32>]>> =
                    Arc::new($Mutex::<[Cell<i32>; 2]>::new(Default::default()));
                data.lock()[1].set(5);
                assert_eq!(data.lock()[1].get(), 5);
            }

            #[test]
            fn it_may_be_dropped_while_a_leaked_guard_has_it() {
                let witness = Arc::new(());
                let data: $Mutex<Arc<()>> = $Mutex::new(Arc::clone(&witness));
                std::mem::forget(data.lock());
                drop(data);
                assert_eq!(Arc::strong_count(&witness), 1, "the data were dropped with it");
            }

            #[test]
            fn who_has_it_alone_needs_no_guard() {
                let mut data: $Mutex<i32> = $Mutex::from(1);
                *data.get_mut() += 1;
                assert_eq!(data.into_inner(), 2);
                assert_eq!($Mutex::<i32>::default().into_inner(), 0);
            }

            #[test]
            fn to_print_it_does_not_wait() {
                let data: $Mutex<i32> = $Mutex::new(1);
                let guard = data.lock();
                assert_eq!(format!("{guard} {guard:?}"), "1 1");
                assert_eq!(format!("{data:?}"), "ReentrantMutex { data: 1 }", "the owner may look");
                let elsewhere = elsewhere(|| format!("{data:?}"));
                assert_eq!(elsewhere, "ReentrantMutex { data: <locked> }");
            }
        }
    };
}

mutex!(a_mutex_with_an_owner_under_a_mutex, ReentrantMutex);
mutex!(a_mutex_with_an_owner_in_an_atomic, FastReentrantMutex);

#[test]
fn raw_locks_say_their_state() {
    let (lock, fast) = (RLock::new(), FastRLock::new());
    assert_eq!(format!("{lock:?}"), "RLock { owner: None, depth: 0, .. }");
    fast.lock();
    assert_eq!(format!("{fast:?}"), "FastRLock { locked: true, own levels: 1, .. }");
    assert_eq!(NotOwner.to_string(), "the calling thread does not own the lock");
}

#[test]
fn a_region_is_split_into_halves_that_are_all_of_it() {
    for pieces in 2..20 {
        let halves = Region::new(3, pieces).halves();
        let upper = pieces - pieces / 2;
        assert_eq!(halves, [Region::new(3, upper), Region::new(3 + upper, pieces / 2)]);
    }
    assert_eq!(Region::new(3, 1).as_piece(), Some(3));
    assert_eq!(Region::new(3, 2).as_piece(), None);
}

#[test]
fn pieces_are_claimed_all_over_the_picture_and_then_between() {
    let board = Board::new(ReentrantMutex::new(Contents::new(8, ())));
    let claimed: Vec<usize> = std::iter::from_fn(|| board.claim()).collect();
    assert_eq!(claimed, [0, 4, 2, 6, 1, 3, 5, 7]);
    assert_eq!(board.claim(), None);
}

#[test]
fn a_picture_without_pieces_has_none_to_claim() {
    assert_eq!(Board::new(ReentrantMutex::new(Contents::new(0, ()))).claim(), None);
}

#[test]
fn whoever_claims_gets_another_piece_until_all_are_drawn() {
    const PIECES: usize = 500;
    let board = Board::new(ReentrantMutex::new(Contents::new(PIECES, vec![0; PIECES])));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(piece) = board.claim() {
                    board.publish(|drawn| drawn[piece] += 1);
                }
            });
        }
    });
    board.publish(|drawn| assert_eq!(*drawn, [1; PIECES]));
}
