//! An event: a flag that is set and cleared, and threads that wait for it to be set.
//!
//! *The algorithm.* A flag alone will not do. Somebody sets it and clears it again at once; a thread that waits is
//! woken, and by the time it looks, the flag is down: it goes back to sleep, and has missed what it waited for. So
//! beside the flag there is a *generation*, which counts how often it was set. Who waits, waits until the
//! generation is not the one that it came in, and does not care how the flag stands by then.
//!
//! Both fit into one number, the *epoch*, which counts on with each change:
//!
//! | epoch | the flag | `set` makes it | `clear` makes it | who comes to wait |
//! |---|---|---|---|---|
//! | even: 0, 2, 4, … | is down | the next odd one, and wakes all who wait | leaves it | sleeps until the epoch is another |
//! | odd: 1, 3, 5, … | is up | leaves it | the next even one | goes on at once |
//!
//! A thread that sleeps has seen an even number. Another number can only have come by a `set`.
//!
//! *Invariants.*
//!
//! 1. The epoch only grows, by one at a time, and only by who has `waiting` locked.
//! 2. Who sleeps at `changed` has seen the epoch even, and was counted in `waiting`, under the hold of the lock that it
//!    gave up by falling asleep.
//!
//! (CPython's `threading.Event` is a flag and a condition variable, and has no generation. Who is woken there does not
//! look again, which is right because its condition variable never wakes for no reason. The one here may.
//! The parity is that of a sequence lock.)
//!
//! *What is read without the lock.* An event is looked at much more often than it changes: a worker asks between
//! any two pieces whether it should stop. So whoever only looks takes no lock. Who changes it, or sleeps, does.

use std::fmt;
use std::time::Duration;

use crate::sync::atomic::{AtomicU64, Ordering};
use crate::sync::{Condvar, Deadline, Mutex};

/// A flag that threads wait for.
///
/// ```
/// use std::thread;
/// use event::by_hand::Event;
///
/// let start = Event::new();
/// thread::scope(|scope| {
///     let runners = [1, 2, 3].map(|number| {
///         let start = &start;
///         scope.spawn(move || {
///             start.wait();
///             number
///         })
///     });
///     start.set(); // All of them go, those who wait and those who come later.
///     assert_eq!(runners.map(|runner| runner.join().unwrap()), [1, 2, 3]);
/// });
/// start.clear();
/// assert!(!start.is_set());
/// ```
// ANCHOR: fields
pub struct Event {
    /// Odd while the event is set. Counts on with each change.
    epoch: AtomicU64,
    /// How many threads wait.
    waiting: Mutex<usize>,
    /// Notified when the epoch has become odd.
    changed: Condvar,
}
// ANCHOR_END: fields

impl Event {
    /// An event that is not set, and that nobody waits for.
    #[must_use]
    pub fn new() -> Event {
        Event { epoch: AtomicU64::new(0), waiting: Mutex::new(0), changed: Condvar::new() }
    }

    // ANCHOR: set
    /// Sets the event: everybody who waits for it goes on, also if it is cleared again at once,
    /// and so does everybody who comes, until it is cleared. If it is set already, it stays so.
    /// Does not wait for anybody.
    pub fn set(&self) {
        let _waiting = self.waiting.lock();
        // Relaxed: only who has the lock changes it.
        let epoch = self.epoch.load(Ordering::Relaxed);
        if is_set(epoch) {
            return;
        }
        // Release pairs with the Acquire in `is_set`: who sees that it is set sees what came
        // before.
        self.epoch.store(epoch + 1, Ordering::Release);
        // No wakeup is lost (invariant 2): a waiter looks at the epoch under the lock, which is
        // held here, and gives it up only by sleeping. All are notified, since all of them wait
        // for this.
        self.changed.notify_all();
    }

    /// Takes the event back: who comes from now on waits. If it is not set, it stays so.
    pub fn clear(&self) {
        let _waiting = self.waiting.lock();
        // Relaxed, here and below: only who has the lock changes it, and an even number lets
        // nobody go on.
        let epoch = self.epoch.load(Ordering::Relaxed);
        if is_set(epoch) {
            self.epoch.store(epoch + 1, Ordering::Relaxed);
        }
    }
    // ANCHOR_END: set

    /// Whether it is set. Never blocks, and takes no lock. Who gets `true` sees all that was done before the
    /// [`set`](Event::set) that made it so.
    #[must_use]
    pub fn is_set(&self) -> bool {
        // Acquire pairs with the Release in `set`.
        is_set(self.epoch.load(Ordering::Acquire))
    }

    /// Blocks until the event is set. Returns at once if it is.
    ///
    /// Who returns has been let go by a [`set`](Event::set), and sees all that was done before it. The event may have
    /// been cleared since.
    pub fn wait(&self) {
        self.wait_until(Deadline::NEVER);
    }

    /// As [`wait`](Event::wait), for so long at most. Returns `true` if the event is set by now, or has been set while
    /// this thread waited; `false` if the time was up before. Zero means to look, and a time too long for the clock
    /// means [`wait`](Event::wait).
    #[must_use = "it says whether the event was set"]
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        self.wait_until(Deadline::after(timeout))
    }

    // ANCHOR: wait
    /// Returns whether the event was set.
    fn wait_until(&self, deadline: Deadline) -> bool {
        if self.is_set() {
            return true;
        }
        let mut waiting = self.waiting.lock();
        // Relaxed, here and below: what changes the epoch does so under the lock, which is
        // held, and orders it.
        let epoch = self.epoch.load(Ordering::Relaxed);
        if is_set(epoch) {
            return true;
        }
        *waiting += 1;
        let mut timed_out = false;
        while self.epoch.load(Ordering::Relaxed) == epoch && !timed_out {
            timed_out = self.changed.wait_until(&mut waiting, deadline).timed_out();
        }
        *waiting -= 1;
        // The epoch decides, not the clock: both may have come, and another epoch means that it
        // was set.
        self.epoch.load(Ordering::Relaxed) != epoch
    }
    // ANCHOR_END: wait

    /// How many threads wait for it. By the time you know, it may be otherwise.
    #[must_use]
    pub fn waiting(&self) -> usize {
        *self.waiting.lock()
    }
}

/// Whether the event is set in an epoch.
fn is_set(epoch: u64) -> bool {
    epoch % 2 == 1
}

impl Default for Event {
    fn default() -> Event {
        Event::new()
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (set, waiting) = (self.is_set(), self.waiting());
        f.debug_struct("Event").field("set", &set).field("waiting", &waiting).finish_non_exhaustive()
    }
}
