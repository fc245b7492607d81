//! What the locks promise, with real threads.
//!
//! What hangs on one particular schedule is left to `tests/loom.rs`, which tries them all.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use lock::by_hand::{Mutex, MutexGuard, NotLocked, RawLock, SpinLock, SpinMutex};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

/// Long enough to be seen, short enough to be waited for.
const SHORT: Duration = Duration::from_millis(20);

/// Waits until something is so that another thread brings about.
fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        thread::yield_now();
    }
}

/// The promises that both raw locks make.
macro_rules! raw_lock {
    ($name:ident, $Lock:ty) => {
        mod $name {
            use super::*;

            #[test]
            fn try_lock_takes_a_free_lock_and_no_taken_one() {
                let lock = <$Lock>::new();
                assert!(!lock.is_locked());
                assert!(lock.try_lock());
                assert!(lock.is_locked());
                assert!(!lock.try_lock());
                assert_eq!(lock.unlock(), Ok(()));
                assert!(!lock.is_locked());
            }

            #[test]
            fn unlock_of_a_free_lock_is_an_error_and_changes_nothing() {
                let lock = <$Lock>::new();
                assert_eq!(lock.unlock(), Err(NotLocked));
                assert!(lock.try_lock(), "it is still free");
                assert_eq!(lock.unlock(), Ok(()));
                assert_eq!(lock.unlock(), Err(NotLocked));
            }

            #[test]
            fn a_second_lock_by_the_same_thread_is_neither_an_error_nor_recursion() {
                let lock = <$Lock>::new();
                lock.lock();
                assert!(!lock.try_lock_for(SHORT), "it waited, and did not get it");
                assert_eq!(lock.unlock(), Ok(()));
                assert_eq!(lock.unlock(), Err(NotLocked), "it was locked once");
            }

            #[test]
            fn any_thread_may_unlock() {
                let lock = <$Lock>::new();
                lock.lock();
                thread::scope(|scope| {
                    scope.spawn(|| assert_eq!(lock.unlock(), Ok(())));
                    lock.lock();
                });
                assert_eq!(lock.unlock(), Ok(()));
            }

            #[test]
            fn zero_means_try() {
                let lock = <$Lock>::new();
                assert!(lock.try_lock_for(Duration::ZERO));
                assert!(!lock.try_lock_for(Duration::ZERO));
            }

            #[test]
            fn a_wait_lasts_as_long_as_it_was_told_to() {
                let lock = <$Lock>::new();
                lock.lock();
                let began = Instant::now();
                assert!(!lock.try_lock_for(SHORT));
                assert!(began.elapsed() >= SHORT);
            }

            #[test]
            fn a_time_too_long_for_the_clock_means_for_ever() {
                let lock = <$Lock>::new();
                assert!(lock.try_lock_for(Duration::MAX));
                thread::scope(|scope| {
                    let waiter = scope.spawn(|| lock.try_lock_for(Duration::MAX));
                    assert_eq!(lock.unlock(), Ok(()));
                    assert!(waiter.join().unwrap());
                });
            }

            #[test]
            fn a_wait_that_times_out_leaves_no_trace() {
                let lock = <$Lock>::new();
                lock.lock();
                for _ in 0..3 {
                    assert!(!lock.try_lock_for(Duration::from_millis(1)));
                }
                assert_eq!(lock.unlock(), Ok(()));
                assert_eq!(lock.unlock(), Err(NotLocked), "nobody was given the lock");
                assert!(lock.try_lock());
            }

            #[test]
            fn timed_and_untimed_waiters_mix_and_no_change_is_lost() {
                let (lock, count) = (<$Lock>::new(), AtomicCount::default());
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
                                    count.add_one_in_two_steps();
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
                assert_eq!(count.get(), locked);
                assert!(!lock.is_locked());
            }

            #[test]
            fn it_may_be_dropped_while_it_is_locked() {
                let lock = Box::new(<$Lock>::new());
                lock.lock();
                drop(lock);
            }
        }
    };
}

raw_lock!(a_lock_that_spins, SpinLock);
raw_lock!(a_lock_that_sleeps, RawLock);

/// Counts rightly only if one thread at a time does.
#[derive(Default)]
struct AtomicCount(AtomicUsize);

impl AtomicCount {
    /// Relaxed, both the load and the store: nothing but the lock orders them.
    fn add_one_in_two_steps(&self) {
        self.0.store(self.0.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    /// Relaxed: called when the threads that count have been joined.
    fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[test]
fn sleepers_get_the_lock_in_the_order_in_which_they_came() {
    let (lock, order) = (RawLock::new(), std::sync::Mutex::new(Vec::new()));
    let tried = AtomicBool::new(false);
    lock.lock();
    thread::scope(|scope| {
        for number in 0..5 {
            let (lock, order, tried) = (&lock, &order, &tried);
            scope.spawn(move || {
                lock.lock();
                // Relaxed, here and below: all that counts is when it is set.
                until(|| tried.load(Ordering::Relaxed));
                order.lock().unwrap().push(number);
                lock.unlock().unwrap();
            });
            until(|| lock.waiting() == number + 1);
        }
        lock.unlock().unwrap();
        let overtaken = lock.try_lock();
        tried.store(true, Ordering::Relaxed);
        assert!(!overtaken, "the lock was handed over, and not free for a moment");
    });
    assert_eq!(order.into_inner().unwrap(), [0, 1, 2, 3, 4]);
    assert_eq!(lock.waiting(), 0);
}

#[test]
fn who_gives_up_leaves_the_line_and_the_others_stay_in_it() {
    let lock = RawLock::new();
    lock.lock();
    thread::scope(|scope| {
        let first = scope.spawn(|| lock.lock());
        until(|| lock.waiting() == 1);
        let hasty = scope.spawn(|| lock.try_lock_for(SHORT));
        until(|| lock.waiting() == 2 || hasty.is_finished());
        let last = scope.spawn(|| lock.lock());
        assert!(!hasty.join().unwrap());
        until(|| lock.waiting() == 2);
        lock.unlock().unwrap();
        first.join().unwrap();
        until(|| lock.waiting() == 1);
        lock.unlock().unwrap();
        last.join().unwrap();
    });
    assert_eq!(lock.unlock(), Ok(()));
    assert_eq!(lock.unlock(), Err(NotLocked));
}

#[test]
fn a_timeout_covers_the_whole_call_however_often_the_sleeper_is_woken() {
    let lock = RawLock::new();
    lock.lock();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            let began = Instant::now();
            assert!(!lock.try_lock_for(SHORT));
            assert!(began.elapsed() >= SHORT, "a wakeup does not end the wait");
        });
        // If each wakeup gave it its time anew, it would wait for as long as this goes on.
        until(|| {
            waiter.thread().unpark();
            waiter.is_finished()
        });
        waiter.join().unwrap();
    });
}

#[test]
fn an_unpark_that_was_meant_for_something_else_does_not_give_the_lock() {
    let lock = RawLock::new();
    lock.lock();
    thread::current().unpark();
    let began = Instant::now();
    assert!(!lock.try_lock_for(SHORT));
    assert!(began.elapsed() >= SHORT, "nor does it end the wait");
}

/// The promises of a lock that holds data, whatever raw lock it has inside.
macro_rules! mutex {
    ($name:ident, $Mutex:ident) => {
        mod $name {
            use super::*;

            #[test]
            fn no_change_under_a_guard_is_lost() {
                let count: $Mutex<u32> = $Mutex::new(0);
                thread::scope(|scope| {
                    for _ in 0..4 {
                        scope.spawn(|| (0..1_000).for_each(|_| *count.lock() += 1));
                    }
                });
                assert_eq!(count.into_inner(), 4_000);
            }

            #[test]
            fn try_lock_gives_a_guard_only_if_the_lock_is_free() {
                let data: $Mutex<i32> = $Mutex::new(1);
                let guard = data.try_lock().expect("it is free");
                assert!(data.is_locked());
                assert!(data.try_lock().is_none());
                assert!(data.try_lock_for(SHORT).is_none());
                drop(guard);
                assert!(!data.is_locked());
                assert_eq!(*data.try_lock_for(Duration::ZERO).expect("it is free"), 1);
                assert_eq!(*data.try_lock_for(Duration::MAX).expect("it is free"), 1);
            }

            #[test]
            fn a_panic_unlocks_and_poisons_nobody() {
                let count: $Mutex<u32> = $Mutex::new(0);
                thread::scope(|scope| {
                    let clumsy = scope.spawn(|| {
                        let mut count = count.lock();
                        *count += 1;
                        // Not `panic!`: that would print.
                        std::panic::resume_unwind(Box::new("with the lock in hand"));
                    });
                    clumsy.join().unwrap_err();
                });
                assert_eq!(*count.try_lock().expect("it is free"), 1, "as the panic left it");
            }

            #[test]
            fn another_thread_may_drop_the_guard() {
                let data: $Mutex<i32> = $Mutex::new(1);
                let guard = data.lock();
                thread::scope(|scope| {
                    scope.spawn(move || drop(guard));
                    assert_eq!(*data.lock(), 1);
                });
            }

            #[test]
            fn a_value_that_is_not_sync_may_be_in_it() {
                let data: $Mutex<Cell<i32>> = $Mutex::new(Cell::new(1));
                thread::scope(|scope| {
                    scope.spawn(|| data.lock().set(2));
                });
                assert_eq!(data.into_inner().get(), 2);
            }

            #[test]
            fn a_value_without_a_known_size_may_be_in_it() {
                let data: Arc<$Mutex<[i32]>> = Arc::new($Mutex::<[i32; 3]>::new([1, 2, 3]));
                data.lock()[1] = 5;
                assert_eq!(*data.lock(), [1, 5, 3]);
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
                assert_eq!(format!("{data:?}"), "Mutex { data: 1 }");
                let guard = data.lock();
                assert_eq!(format!("{guard} {guard:?}"), "1 1");
                assert_eq!(format!("{data:?}"), "Mutex { data: <locked> }");
            }
        }
    };
}

mutex!(a_mutex_that_spins, SpinMutex);
mutex!(a_mutex_that_sleeps, Mutex);

#[test]
fn raw_locks_say_their_state() {
    let (spin, sleep) = (SpinLock::default(), RawLock::default());
    sleep.lock();
    assert_eq!(format!("{spin:?}"), "SpinLock { locked: false }");
    assert_eq!(format!("{sleep:?}"), "RawLock { locked: true, waiting: 0 }");
    assert_eq!(NotLocked.to_string(), "unlock of a lock that is free");
}

#[test]
fn a_guard_can_be_sent_and_shared_as_a_reference_to_its_data_can() {
    fn send_and_sync<T: Send + Sync>() {}
    fn send<T: Send>() {}
    send_and_sync::<MutexGuard<'_, i32>>();
    send::<MutexGuard<'_, Cell<i32>>>();
    send_and_sync::<Mutex<Cell<i32>>>();
}

#[test]
fn who_waits_for_a_mutex_sleeps_until_it_gets_it() {
    let (data, got) = (Mutex::new(0), AtomicBool::new(false));
    let (tell, told) = mpsc::channel();
    let guard = data.lock();
    thread::scope(|scope| {
        scope.spawn(|| {
            tell.send(()).unwrap();
            let guard = data.lock();
            // Relaxed: read after the thread was joined, or only to see that it is not yet set.
            got.store(true, Ordering::Relaxed);
            drop(guard);
        });
        told.recv().unwrap();
        assert!(!got.load(Ordering::Relaxed), "the guard is still alive");
        drop(guard);
    });
    assert!(got.load(Ordering::Relaxed));
}
