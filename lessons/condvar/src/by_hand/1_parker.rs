//! Step 1: a place for one thread to sleep, until it is woken once.
//!
//! *The algorithm.* The system can put a thread to sleep (*park* it) and wake it (*unpark*). An unpark that comes
//! first is kept, as a token that the next park takes; a park may also end for no reason, or by a token that was
//! meant for something else. So beside the token there is a flag, which is raised once, and whoever sleeps looks at it
//! in a loop. (The flag in front of the token is how `crossbeam`'s `Parker` and most locks are built.)
//!
//! | `woken` | who sleeps here | who wakes it |
//! |---|---|---|
//! | `false` | parks, looks, parks again; or gives up at its deadline | has not come |
//! | `true`, for good | comes back | has raised the flag, and unparks |
//!
//! *Invariant.* `woken` goes from `false` to `true`, and never back: a parker is for one sleep, and the next one gets
//! another. So no wakeup of an earlier sleep can be taken for one of a later.

use std::fmt;

use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Deadline, thread};

/// A place for one thread to sleep, once.
///
/// ```
/// use std::sync::Arc;
/// use std::thread;
/// use condvar::by_hand::Parker;
/// use sync_real::Deadline;
///
/// let parker = Arc::new(Parker::new());
/// let waker = {
///     let parker = Arc::clone(&parker);
///     thread::spawn(move || parker.unpark())
/// };
/// assert!(parker.park_until(Deadline::NEVER), "it was woken, before or after it went to sleep");
/// waker.join().expect("it does not panic");
/// ```
pub struct Parker {
    /// Who sleeps here.
    thread: thread::Thread,
    woken: AtomicBool,
}

impl Parker {
    /// A place for the calling thread.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "it belongs to the thread that makes it")]
    pub fn new() -> Parker {
        Parker { thread: thread::current(), woken: AtomicBool::new(false) }
    }

    // ANCHOR: park
    /// Blocks until somebody calls [`unpark`](Parker::unpark), or has called it, or until the
    /// deadline. Returns whether it was called; then all that its caller did before is seen.
    ///
    /// It is for the thread that made the parker: the others have nobody to wake them.
    #[must_use = "it may have come back because time was up"]
    pub fn park_until(&self, deadline: Deadline) -> bool {
        // Acquire pairs with the Release in `unpark`: what came before it is visible after
        // this.
        while !self.woken.load(Ordering::Acquire) {
            if deadline.has_passed() {
                return false;
            }
            // May return for no reason, or by a token that was left over from something else.
            thread::park_until(deadline);
        }
        true
    }

    /// Wakes the thread that made this parker, whether it sleeps or is still on its way.
    pub fn unpark(&self) {
        // Release pairs with the Acquire in `park_until`. The wakeup is not lost, because the
        // flag is raised before the token is given: a sleeper that has just looked, and is
        // about to park, finds the token waiting for it, and looks once more.
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
    // ANCHOR_END: park
}

impl fmt::Debug for Parker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Relaxed: for people to read; nothing is done on the strength of it.
        f.debug_struct("Parker").field("woken", &self.woken.load(Ordering::Relaxed)).finish_non_exhaustive()
    }
}
