//! The promises of the lock, the value, the claims, and of shared memory, under real threads. Where it is about
//! processes, each thread has a mapping of its own of the same memory, as if it were one. The name of a test is a
//! promise; none of them sleeps to make a schedule happen: `tests/loom.rs` has all of them.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use processes::by_hand::{Claims, Futex, LocalFutex, Lock, LockWord, Owner, Value, ValueWords};
use processes::multiprocessing::{Name, SharedMemory, SystemFutex, unlink};
use sync_real::Deadline;

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const LONG: Duration = Duration::from_secs(600);

fn memory(size: usize) -> (SharedMemory, Name) {
    SharedMemory::create(size).expect("there is memory")
}

fn attach(name: &Name) -> SharedMemory {
    SharedMemory::attach(name.as_str()).expect("it has this name")
}

// The lock.

#[test]
fn one_has_the_lock_at_a_time() {
    let (word, futex) = (LockWord::new(), SystemFutex);
    let (mine, theirs) = (Lock::new(&word, Owner::new(1), &futex), Lock::new(&word, Owner::new(2), &futex));
    let guard = mine.lock();
    assert_eq!(theirs.owner(), Some(Owner::new(1)));
    assert!(mine.try_lock().is_none() && theirs.try_lock().is_none());
    drop(guard);
    assert!(!mine.is_locked());
    assert!(theirs.try_lock().is_some_and(|guard| !guard.is_orphaned()));
}

#[test]
fn zero_means_to_try_and_too_long_means_for_ever() {
    let (word, futex) = (LockWord::new(), SystemFutex);
    let (mine, theirs) = (Lock::new(&word, Owner::new(1), &futex), Lock::new(&word, Owner::new(2), &futex));
    assert!(theirs.lock_for(Duration::ZERO).is_some(), "it is free");
    let guard = mine.lock();
    assert!(theirs.lock_for(Duration::ZERO).is_none(), "it is taken");
    assert!(theirs.lock_for(Duration::from_millis(5)).is_none(), "it stays so");
    thread::scope(|scope| {
        let waiter = scope.spawn(|| theirs.lock_for(Duration::MAX).is_some());
        drop(guard);
        assert!(waiter.join().expect("it does not panic"));
    });
    assert!(!mine.is_locked());
}

fn the_timeout_of_a_lock_covers_the_whole_call(futex: &(impl Futex + Sync)) {
    const TIMEOUT: Duration = Duration::from_millis(60);
    let word = LockWord::new();
    let lock = |number| Lock::new(&word, Owner::new(number), futex);
    let guard = lock(1).lock();
    let (end, ended) = mpsc::channel();
    let locked = thread::scope(|scope| {
        scope.spawn(|| end.send(lock(2).lock_for(TIMEOUT).is_some()));
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(10) {
            match ended.recv_timeout(TIMEOUT / 3) {
                Ok(locked) => return Some(locked),
                // It has nothing, but whoever sleeps is woken: see `Lock::bury`.
                Err(_) => assert!(!lock(3).bury(Owner::new(4))),
            }
        }
        drop(guard);
        None
    });
    assert_eq!(locked, Some(false), "`None`: it waits again and again");
}

#[test]
fn the_timeout_of_a_lock_covers_the_whole_call_however_often_it_wakes_up_inside() {
    the_timeout_of_a_lock_covers_the_whole_call(&SystemFutex);
    the_timeout_of_a_lock_covers_the_whole_call(&LocalFutex::new());
}

#[test]
fn who_waits_with_a_timeout_and_who_waits_without_all_get_the_lock() {
    let (word, futex) = (LockWord::new(), LocalFutex::new());
    let lock = |number| Lock::new(&word, Owner::new(number), &futex);
    let guard = lock(1).lock();
    thread::scope(|scope| {
        let waiters = [
            scope.spawn(|| lock(2).lock_for(LONG).is_some()),
            scope.spawn(|| lock(3).lock_for(LONG).is_some()),
            scope.spawn(|| !lock(4).lock().is_orphaned()),
            scope.spawn(|| !lock(5).lock().is_orphaned()),
        ];
        futex.await_sleeps(waiters.len());
        assert!(lock(6).lock_for(Duration::from_millis(1)).is_none(), "it takes nothing from them");
        drop(guard);
        for waiter in waiters {
            assert!(waiter.join().expect("it does not panic"));
        }
    });
    assert!(!lock(1).is_locked());
}

#[test]
fn who_sleeps_is_woken_through_another_mapping() {
    let (memory, name) = memory(4096);
    let (word, other) = (&memory.slice::<AtomicU32>(8, 1)[0], attach(&name));
    let there = &other.slice::<AtomicU32>(8, 1)[0];
    thread::scope(|scope| {
        let sleeper = scope.spawn(|| {
            while there.load(Ordering::Acquire) == 0 {
                SystemFutex.sleep(there, 0, Deadline::after(LONG));
            }
        });
        word.store(1, Ordering::Release);
        SystemFutex.wake_all(word);
        sleeper.join().expect("it is woken");
    });
}

#[test]
fn a_panic_unlocks_and_is_no_death() {
    let (word, futex) = (LockWord::new(), LocalFutex::new());
    let lock = Lock::new(&word, Owner::new(1), &futex);
    thread::scope(|scope| {
        let clumsy = scope.spawn(|| {
            let _guard = Lock::new(&word, Owner::new(2), &futex).lock();
            panic!("on purpose");
        });
        clumsy.join().expect_err("it panics");
    });
    assert!(lock.try_lock().is_some_and(|guard| !guard.is_orphaned()));
}

#[test]
fn only_the_owner_is_buried_with_its_lock() {
    let (word, futex) = (LockWord::new(), SystemFutex);
    let lock = Lock::new(&word, Owner::new(1), &futex);
    let guard = lock.lock();
    assert!(!lock.bury(Owner::new(2)), "that one had it not");
    assert_eq!(lock.owner(), Some(Owner::new(1)));
    drop(guard);
    assert!(!lock.bury(Owner::new(1)), "nobody has it");
}

#[test]
#[should_panic(expected = "0 is nobody's number")]
fn nobody_is_number_0() {
    let _ = Owner::new(0);
}

#[test]
#[should_panic(expected = "30 bits at the most")]
fn a_number_leaves_room_for_what_the_word_says_besides() {
    let _ = Owner::new(1 << 30);
}

// The value.

#[test]
fn no_count_is_lost_between_mappings() {
    const THREADS: u32 = 4;
    const TIMES: u32 = 20_000;
    let (memory, name) = memory(4096);
    thread::scope(|scope| {
        for number in 1..=THREADS {
            let own = attach(&name);
            scope.spawn(move || {
                let counter = Value::new(own.view::<ValueWords>(0), Owner::new(number), &SystemFutex);
                for _ in 0..TIMES {
                    let mut locked = counter.get_lock();
                    locked.set(locked.get() + 1);
                }
            });
        }
    });
    let counter = Value::new(memory.view::<ValueWords>(0), Owner::new(9), &SystemFutex);
    assert_eq!(counter.get(), THREADS * TIMES);
    counter.set(7);
    assert_eq!(counter.try_get_lock().map(|locked| locked.get()), Some(7));
    let _locked = counter.get_lock();
    assert!(counter.try_get_lock().is_none() && counter.get_lock_for(Duration::from_millis(1)).is_none());
}

// The claims.

#[test]
fn each_piece_is_claimed_once_by_many() {
    const PIECES: usize = 500;
    let (words, futex) = (ValueWords::new(0), SystemFutex);
    let pieces: Vec<AtomicU32> = (0..PIECES).map(|_| AtomicU32::new(0)).collect();
    let claims = |number| {
        let me = Owner::new(number);
        Claims::new(Value::new(&words, me, &futex), &pieces, me)
    };
    claims(1).put_up(0..PIECES);
    let (sender, claimed) = mpsc::channel();
    thread::scope(|scope| {
        for number in 2..6 {
            let (claims, sender) = (claims(number), sender.clone());
            scope.spawn(move || {
                while let Some(piece) = claims.claim() {
                    claims.finish(piece);
                    sender.send(piece).expect("the test listens");
                }
            });
        }
    });
    drop(sender);
    let claimed: Vec<usize> = claimed.iter().collect();
    assert_eq!(claimed.len(), PIECES);
    assert_eq!(BTreeSet::from_iter(claimed), (0..PIECES).collect());
    assert!((0..PIECES).all(|piece| claims(1).is_drawn(piece)));
}

#[test]
fn what_is_not_put_up_counts_as_drawn() {
    let (words, futex) = (ValueWords::new(0), LocalFutex::new());
    let pieces = [0, 1, 2].map(|_| AtomicU32::new(0));
    let me = Owner::new(1);
    let claims = Claims::new(Value::new(&words, me, &futex), &pieces, me);
    claims.put_up([1]);
    assert_eq!((claims.left(), claims.claim(), claims.claim()), (1, Some(1), None));
    assert_eq!([0, 1, 2].map(|piece| claims.is_drawn(piece)), [true, false, true]);
}

// The memory.

#[test]
fn what_one_writes_the_other_reads_and_at_first_all_is_zero() {
    let (mine, name) = memory(10_000);
    let theirs = attach(&name);
    assert!(theirs.size() >= 10_000 && mine.size() == 10_000);
    assert!(theirs.slice::<AtomicI32>(0, 2_500).iter().all(|number| number.load(Ordering::Relaxed) == 0));
    mine.slice::<AtomicI32>(0, 2_500)[2_499].store(-7, Ordering::Relaxed);
    assert_eq!(theirs.slice::<AtomicI32>(9_996, 1)[0].load(Ordering::Relaxed), -7);
    mine.close();
    assert_eq!(
        theirs.slice::<AtomicI32>(9_996, 1)[0].load(Ordering::Relaxed),
        -7,
        "the other one has it still"
    );
}

#[test]
fn a_name_is_one_memorys_and_is_unlinked_once() {
    let (memory, name) = memory(64);
    let text = name.as_str().to_owned();
    let taken = SharedMemory::create_named(&text, 64).expect_err("somebody has this name");
    assert_eq!(taken.kind(), ErrorKind::AlreadyExists);
    name.unlink().expect("it is the first time");
    assert_eq!(unlink(&text).expect_err("it is the second time").kind(), ErrorKind::NotFound);
    assert_eq!(SharedMemory::attach(&text).expect_err("it has no name").kind(), ErrorKind::NotFound);
    memory.slice::<AtomicU32>(0, 1)[0].store(1, Ordering::Relaxed);
    drop(memory);
}

#[test]
fn a_name_that_is_dropped_is_unlinked_also_by_a_panic() {
    let (sender, name) = mpsc::channel();
    let clumsy = thread::spawn(move || {
        let (_memory, name) = memory(64);
        sender.send(name.as_str().to_owned()).expect("the test listens");
        panic!("on purpose");
    });
    clumsy.join().expect_err("it panics");
    let name = name.recv().expect("it has sent its name");
    assert_eq!(SharedMemory::attach(&name).expect_err("it is gone").kind(), ErrorKind::NotFound);
}

#[test]
fn memory_that_nobody_unlinks_outlives_who_made_it() {
    let (mine, name) = memory(64);
    mine.slice::<AtomicU32>(0, 1)[0].store(42, Ordering::Relaxed);
    mine.close();
    let name = name.keep();
    let found = SharedMemory::attach(&name).expect("nobody has unlinked it");
    assert_eq!(found.slice::<AtomicU32>(0, 1)[0].load(Ordering::Relaxed), 42);
    unlink(&name).expect("it was left");
}

#[test]
fn an_open_memory_is_attached_without_a_name() {
    let (mine, name) = memory(64);
    name.unlink().expect("it is there");
    let theirs = SharedMemory::of(mine.descriptor().expect("there are descriptors")).expect("it is memory");
    mine.slice::<AtomicU32>(0, 1)[0].store(5, Ordering::Relaxed);
    assert_eq!(theirs.slice::<AtomicU32>(0, 1)[0].load(Ordering::Relaxed), 5);
}

#[test]
fn names_that_are_made_up_are_different() {
    let made: Vec<_> = (0..20).map(|_| memory(4)).collect();
    assert_eq!(made.iter().map(|(_, name)| name.as_str()).collect::<BTreeSet<_>>().len(), 20);
}

#[test]
fn memory_of_no_size_is_refused_and_leaves_no_name() {
    let name = "/interleave-no-size";
    let refused = SharedMemory::create_named(name, 0).expect_err("it has no size");
    assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    assert_eq!(unlink(name).expect_err("it is gone").kind(), ErrorKind::NotFound);
}

#[test]
#[should_panic(expected = "17 values of 4 bytes from 0 on, of 64")]
fn nothing_is_seen_beyond_the_end() {
    let (memory, _name) = memory(64);
    let _ = memory.slice::<AtomicU32>(0, 17);
}

#[test]
#[should_panic(expected = "no such value begins at byte 2")]
fn nothing_is_seen_where_it_cannot_begin() {
    let (memory, _name) = memory(64);
    let _ = memory.slice::<AtomicU32>(2, 1);
}

#[test]
#[should_panic(expected = "of 64")]
fn nothing_is_seen_beyond_all_numbers() {
    let (memory, _name) = memory(64);
    let _ = memory.slice::<AtomicU32>(4, usize::MAX);
}
