//! Every operation that there is in each world, and what it comes to.

use std::num::NonZeroU64;
use std::time::Duration;

use super::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};
use super::sync::cell::UnsafeCell;
use super::sync::{Arc, Condvar, Deadline, Mutex, RwLock, Weak, catch_unwind, hint, panics, thread};

/// Writes down the expression and what it comes to.
macro_rules! tell {
    ($told:ident: $($expression:expr;)+) => {
        $($told.push(format!("{}: {:?}", stringify!($expression), $expression));)+
    };
}

macro_rules! integer {
    ($told:ident, $atomic:ident, $integer:ident, $a:ident, $b:ident) => {{
        let (a, b) = ($a as $integer, $b as $integer);
        let x = $atomic::new(a);
        tell! { $told:
            x.load(Ordering::Acquire);
            x.store(b, Ordering::Release);
            x.swap(a, Ordering::AcqRel);
            x.compare_exchange(a, b, Ordering::AcqRel, Ordering::Acquire);
            x.compare_exchange(a, b, Ordering::AcqRel, Ordering::Acquire);
            x.compare_exchange(b, a, Ordering::SeqCst, Ordering::SeqCst);
            x.fetch_add(b, Ordering::Relaxed);
            x.fetch_sub(a, Ordering::Relaxed);
            x.fetch_and(a, Ordering::Relaxed);
            x.fetch_or(b, Ordering::Relaxed);
            x.fetch_xor(a, Ordering::Relaxed);
            x.fetch_max(b, Ordering::Relaxed);
            x.fetch_min(a, Ordering::Relaxed);
            x.try_update(Ordering::AcqRel, Ordering::Acquire, |value| value.checked_add(b));
            x.fetch_update(Ordering::AcqRel, Ordering::Acquire, |value| value.checked_sub(a));
            x.update(Ordering::AcqRel, Ordering::Acquire, |value| value.wrapping_mul(b));
            x.load(Ordering::SeqCst);
            x.into_inner();
            $atomic::default().into_inner();
            $atomic::from(a).into_inner();
        }
        // It may fail for no reason where it is the processor's: as often as it takes.
        let x = $atomic::new(a);
        while x.compare_exchange_weak(a, b, Ordering::AcqRel, Ordering::Relaxed).is_err() {}
        tell! { $told: x.into_inner(); }
    }};
}

pub fn atomics(a: u64, b: u64) -> Vec<String> {
    let mut told = Vec::new();
    integer!(told, AtomicU8, u8, a, b);
    integer!(told, AtomicU32, u32, a, b);
    integer!(told, AtomicU64, u64, a, b);
    integer!(told, AtomicUsize, usize, a, b);

    let (a, b) = (a % 2 == 1, b % 2 == 1);
    let x = AtomicBool::new(a);
    tell! { told:
        x.load(Ordering::Acquire);
        x.store(b, Ordering::Release);
        x.swap(a, Ordering::AcqRel);
        x.compare_exchange(a, b, Ordering::AcqRel, Ordering::Acquire);
        x.compare_exchange(a, b, Ordering::AcqRel, Ordering::Acquire);
        x.fetch_and(b, Ordering::Relaxed);
        x.fetch_or(a, Ordering::Relaxed);
        x.fetch_xor(b, Ordering::Relaxed);
        x.fetch_not(Ordering::Relaxed);
        x.try_update(Ordering::AcqRel, Ordering::Acquire, |value| value.then_some(false));
        x.fetch_update(Ordering::AcqRel, Ordering::Acquire, |value| (!value).then_some(true));
        x.update(Ordering::AcqRel, Ordering::Acquire, |value| !value);
        x.into_inner();
        AtomicBool::default().into_inner();
        AtomicBool::from(a).into_inner();
        fence(Ordering::SeqCst);
    }
    let x = AtomicBool::new(a);
    while x.compare_exchange_weak(a, b, Ordering::AcqRel, Ordering::Relaxed).is_err() {}
    tell! { told: x.into_inner(); }
    told
}

pub fn locks() -> Vec<String> {
    let mut told = Vec::new();
    let mut mutex = Mutex::new(1);
    tell! { told:
        *mutex.lock();
        mutex.try_lock().map(|guard| *guard);
        *mutex.get_mut();
        *Mutex::<u32>::default().lock();
    }
    let condvar = Condvar::new();
    let mut guard = mutex.lock();
    tell! { told:
        condvar.wait_until(&mut guard, Deadline::after(Duration::from_millis(1))).timed_out();
        condvar.notify_one();
        condvar.notify_all();
        Deadline::NEVER.has_passed();
        Deadline::after(Duration::ZERO).has_passed();
        Deadline::after(Duration::MAX) == Deadline::NEVER;
    }
    drop(guard);
    tell! { told: mutex.into_inner(); }

    let rwlock = RwLock::new(2);
    tell! { told:
        *rwlock.read();
        *rwlock.write();
        rwlock.try_read().map(|guard| *guard);
        rwlock.try_write().map(|guard| *guard);
    }

    let mut cell = UnsafeCell::new(3);
    tell! { told:
        cell.with(|pointer| pointer.is_null());
        cell.with_mut(|pointer| pointer.is_null());
        *cell.get_mut();
        cell.into_inner();
    }
    told
}

pub fn threads() -> Vec<String> {
    let mut told = Vec::new();
    // Taken apart by a thread that waits until it is told to go on, by a condition and by a token.
    let shared = Arc::new((Mutex::new(false), Condvar::new()));
    let weak: Weak<_> = Arc::downgrade(&shared);
    let theirs = Arc::clone(&shared);
    let waiter = thread::Builder::new().name("waiter".to_owned()).spawn(move || {
        let mut ready = theirs.0.lock();
        while !*ready {
            theirs.1.wait(&mut ready);
        }
        drop(ready);
        thread::park();
        thread::park_until(Deadline::after(Duration::from_millis(1)));
        thread::panicking()
    });
    let waiter = waiter.expect("the system has a thread to give");
    *shared.0.lock() = true;
    shared.1.notify_all();
    waiter.thread().unpark();
    thread::yield_now();
    hint::spin_loop();
    let other: thread::Thread = waiter.thread().clone();
    let (mine, theirs): (thread::ThreadId, thread::ThreadId) = (thread::current().id(), other.id());
    let numbers: (NonZeroU64, NonZeroU64) = (thread::number(), thread::number());
    tell! { told:
        mine == theirs;
        mine == thread::current().id();
        numbers.0 == numbers.1;
        waiter.join().expect("it does not panic");
        weak.upgrade().is_some();
        thread::spawn(|| 4).join().expect("it does not panic");
        catch_unwind(|| 5).expect("it does not panic");
        panics::into_message(Box::new("told")) == "told";
    }
    let number: thread::JoinHandle<u32> = thread::spawn(|| 6);
    let joined: thread::Result<u32> = number.join();
    tell! { told: joined.expect("it does not panic"); }
    told
}
