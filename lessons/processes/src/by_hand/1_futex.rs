//! Step 1: to sleep as long as a word has a value.
//!
//! A lock that is taken makes its waiters sleep, and to sleep is the system's business. Between two processes the two
//! ways that the other lessons know are not there: a mutex with a condition variable belongs to one process, and so
//! does the handle of a thread that one could unpark. What both can see is the word itself, and so the *word* is what
//! one sleeps on: "let me sleep as long as this word is 7", and "wake one who sleeps on this word". Linux calls that a
//! *futex*, a fast userspace mutex (Hubertus Franke, Rusty Russell and Matthew Kirkwood, 2002). It is fast because who
//! does not have to sleep does not have to ask.
//!
//! *Why with a value.* A waiter looks at the word, finds the lock taken, and goes to sleep. In between the owner may
//! free it and wake whoever sleeps: nobody yet. So the system looks once more, under a lock of its own that whoever
//! wakes takes as well, and does not let the waiter sleep if the word has changed.

use std::fmt;

use crate::sync::atomic::{AtomicU32, Ordering};
use crate::sync::{Condvar, Deadline, Mutex};

/// What a lock asks of the system.
pub trait Futex {
    /// Blocks as long as `word` is `value`, until somebody wakes the caller or the deadline has passed. It may also
    /// return for no reason: look at the word again, and do not believe that it has changed.
    ///
    /// It orders nothing but itself: to see what whoever changed the word has done before, load it with `Acquire`.
    fn sleep(&self, word: &AtomicU32, value: u32, deadline: Deadline);

    /// Wakes one who sleeps on `word`, if anybody does.
    fn wake_one(&self, word: &AtomicU32);

    /// Wakes everyone who sleeps on `word`.
    fn wake_all(&self, word: &AtomicU32);
}

/// How the system does it, for the threads of one process and for *one* word: so small that it can be read.
///
/// This is what the scenarios run with. Between processes it is of no use, since its line of sleepers is in the memory
/// of one of them; Linux has it in the kernel's.
///
/// *Invariant.* Who sleeps had found the word unchanged, and from that look to its sleep `line` was locked.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use std::thread;
/// use processes::by_hand::{Futex, LocalFutex};
/// use sync_real::Deadline;
///
/// let (word, futex) = (AtomicU32::new(7), LocalFutex::new());
/// thread::scope(|scope| {
///     scope.spawn(|| {
///         word.store(8, Ordering::Release);
///         futex.wake_all(&word);
///     });
///     while word.load(Ordering::Acquire) == 7 {
///         futex.sleep(&word, 7, Deadline::NEVER);
///     }
/// });
/// ```
pub struct LocalFutex {
    /// How often somebody has fallen asleep.
    line: Mutex<usize>,
    woken: Condvar,
    /// Notified when somebody falls asleep.
    fallen_asleep: Condvar,
}

// ANCHOR: local
impl LocalFutex {
    /// One that nobody sleeps with.
    #[must_use]
    pub fn new() -> LocalFutex {
        LocalFutex { line: Mutex::new(0), woken: Condvar::new(), fallen_asleep: Condvar::new() }
    }

    /// Blocks until somebody has fallen asleep so many times: for tests and scenarios that begin then.
    pub fn await_sleeps(&self, times: usize) {
        let mut line = self.line.lock();
        while *line < times {
            self.fallen_asleep.wait(&mut line);
        }
    }
}

impl Futex for LocalFutex {
    fn sleep(&self, word: &AtomicU32, value: u32, deadline: Deadline) {
        let mut line = self.line.lock();
        // Relaxed: nothing is read on the strength of it. If whoever changed the word has had the line since, the
        // change is seen; if not, it will have it later, and then this one sleeps there already.
        if word.load(Ordering::Relaxed) == value {
            *line += 1;
            self.fallen_asleep.notify_all();
            // No `while`: to return for no reason is allowed, and the caller looks again.
            self.woken.wait_until(&mut line, deadline);
        }
    }

    fn wake_one(&self, _word: &AtomicU32) {
        // The line is taken so that nobody is between its look and its sleep while this notifies: whoever looked
        // before sleeps by now, and whoever looks later sees the word that was stored before this call.
        let _line = self.line.lock();
        self.woken.notify_one();
    }

    fn wake_all(&self, _word: &AtomicU32) {
        // As in `wake_one`.
        let _line = self.line.lock();
        self.woken.notify_all();
    }
}
// ANCHOR_END: local

impl Default for LocalFutex {
    fn default() -> LocalFutex {
        LocalFutex::new()
    }
}

impl fmt::Debug for LocalFutex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalFutex").finish_non_exhaustive()
    }
}
