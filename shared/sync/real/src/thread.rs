//! Threads.

use std::num::NonZeroU64;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

pub use std::thread::{
    Builder, JoinHandle, Result, Thread, ThreadId, current, panicking, park, spawn, yield_now,
};

use crate::Deadline;

/// As [`park`], until a deadline at most.
#[inline]
pub fn park_until(deadline: Deadline) {
    match deadline.moment() {
        Some(moment) => std::thread::park_timeout(moment.saturating_duration_since(Instant::now())),
        None => park(),
    }
}

/// A number of the calling thread's own, from 1. Unlike a [`ThreadId`] it fits into an atomic.
///
/// No other thread of the process ever has it, not even after this one has ended: who finds its own number
/// somewhere knows that it has put it there itself.
///
/// ```
/// use sync_real::thread;
///
/// let mine = thread::number();
/// let theirs = thread::spawn(thread::number).join().expect("it does not panic");
/// let next = thread::spawn(thread::number).join().expect("it does not panic");
/// assert!(mine != theirs && theirs != next && next != mine);
/// assert_eq!(thread::number(), mine);
/// ```
#[inline]
pub fn number() -> NonZeroU64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    thread_local! {
        // Relaxed: numbers have to be different, and publish nothing. There are too few threads in any
        // process's life for 64 bits to begin again.
        static MINE: NonZeroU64 = NonZeroU64::MIN.saturating_add(LAST.fetch_add(1, Ordering::Relaxed));
    }
    MINE.with(|&mine| mine)
}
