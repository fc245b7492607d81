//! Step 1: a lock that knows its owner.
//!
//! *The algorithm.* The lock remembers which thread owns it, and how many times that thread has taken it: its
//! *depth*. A thread that wants it looks who the owner is. Nobody: it becomes the owner. Itself: it goes
//! one level deeper. Somebody else: it waits. Each `unlock` gives one level back, and with the last one the
//! lock is free and one of those who wait is woken. (It is how CPython's `threading._PyRLock` is made, and
//! what `synchronized` does in Java; POSIX has it as the recursive kind of mutex.)
//!
//! | owner | depth | `lock` by the owner | `unlock` by the owner | `lock` by others | `unlock` by others |
//! |---|---|---|---|---|---|
//! | nobody | 0 | | | the caller owns it, at depth 1 | an error |
//! | a thread | 1 | depth 2 | nobody owns it | waits | an error |
//! | a thread | n > 1 | depth n + 1 | depth n - 1 | waits | an error |
//!
//! *Who is who.* The owner is a `ThreadId`, of which `std` promises that it is never given again, not even to
//! a thread that starts after this one has ended. So a thread that dies with the lock in hand leaves it locked
//! for ever, and no later thread takes itself for the owner.
//!
//! *What it does not promise.* There is no line. A lock that is free goes to whoever is first, who need not be
//! the one that has waited longest, or was woken. `by_hand/3_sleep.rs` of the lesson `lock` shows what a line
//! takes, and costs.

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use super::{NotOwner, deeper};
use crate::sync::thread::ThreadId;
use crate::sync::{Condvar, Deadline, Mutex, thread};

// ANCHOR: state
/// What the mutex guards.
///
/// # Invariants
///
/// Between any two holders of the mutex:
///
/// 1. `depth` is 0 if and only if `owner` is `None`.
/// 2. Both are changed by the owner only, or by who finds that there is none and becomes it.
struct State {
    /// The thread that has the lock.
    owner: Option<ThreadId>,
    /// How often it has taken it, and not given it back.
    depth: usize,
}

impl State {
    /// How many levels `thread` has.
    fn depth_of(&self, thread: ThreadId) -> usize {
        if self.owner == Some(thread) { self.depth } else { 0 }
    }

    /// Gives `thread` so many levels more, unless somebody else owns the lock. Returns whether
    /// it did.
    fn take(&mut self, thread: ThreadId, levels: usize) -> bool {
        if self.owner.is_some_and(|owner| owner != thread) {
            return false;
        }
        self.depth = deeper(self.depth, levels);
        self.owner = Some(thread);
        true
    }
}
// ANCHOR_END: state

/// A lock that lets its owner in again, without data of its own: what Python calls an `RLock`.
///
/// For data that a guard protects, see [`ReentrantMutex`](super::ReentrantMutex).
///
/// ```
/// use std::thread;
/// use rlock::by_hand::{NotOwner, RLock};
///
/// let lock = RLock::new();
/// lock.lock();
/// lock.lock(); // Does not wait: this thread is the owner.
/// assert_eq!(lock.recursion_count(), 2);
/// thread::scope(|scope| {
///     scope.spawn(|| {
///         assert!(!lock.try_lock(), "somebody else's");
///         assert_eq!(lock.unlock(), Err(NotOwner));
///     });
/// });
/// assert_eq!(lock.unlock(), Ok(()));
/// assert_eq!(lock.unlock(), Ok(()));
/// assert!(!lock.is_locked());
/// ```
// ANCHOR: fields
pub struct RLock {
    state: Mutex<State>,
    /// Notified when the lock has become free.
    freed: Condvar,
}
// ANCHOR_END: fields

// ANCHOR: lock
impl RLock {
    /// A free lock.
    #[must_use]
    pub fn new() -> RLock {
        RLock { state: Mutex::new(State { owner: None, depth: 0 }), freed: Condvar::new() }
    }

    /// Takes the lock, or one level more of it if the calling thread has it already. Blocks as
    /// long as somebody else has it.
    ///
    /// # Panics
    /// If the depth is more than can be counted; so do all that take the lock.
    pub fn lock(&self) {
        let locked = self.take_until(1, Deadline::NEVER);
        debug_assert!(locked, "never has not come");
    }

    /// Takes the lock, or one level more of it, unless somebody else has it. Returns whether it
    /// did, and does not wait.
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock(&self) -> bool {
        self.state.lock().take(me(), 1)
    }

    /// Takes the lock, or one level more of it; blocks until the deadline at most. Returns
    /// whether it has taken it.
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock_until(&self, deadline: Deadline) -> bool {
        self.take_until(1, deadline)
    }

    fn take_until(&self, levels: usize, deadline: Deadline) -> bool {
        let me = me();
        let mut state = self.state.lock();
        while !state.take(me, levels) {
            if self.freed.wait_until(&mut state, deadline).timed_out() {
                // The lock may have become free just now, and this thread may be the one that
                // was told.
                return state.take(me, levels);
            }
        }
        true
    }
}
// ANCHOR_END: lock

// ANCHOR: unlock
impl RLock {
    /// Gives one level back. If it was the last, the lock is free, and one of those who wait is
    /// woken.
    ///
    /// # Errors
    /// If the calling thread does not own the lock: it is free, or somebody else's. Nothing has
    /// changed then.
    pub fn unlock(&self) -> Result<(), NotOwner> {
        let mut state = self.state.lock();
        match state.depth_of(me()) {
            0 => return Err(NotOwner),
            1 => self.free(&mut state),
            _ => state.depth -= 1,
        }
        Ok(())
    }

    fn free(&self, state: &mut State) {
        state.owner = None;
        state.depth = 0;
        // No wakeup is lost: who waits has found an owner under the mutex, which is held here,
        // and gives the mutex back only by waiting. One is enough, since one can have the lock:
        // whoever is woken takes it, or finds that somebody else has, who will come by here in
        // turn.
        self.freed.notify_one();
    }
}
// ANCHOR_END: unlock

// ANCHOR: fully
/// For who has to let others in, whatever its callers have locked: a condition that waits.
impl RLock {
    /// Gives all levels back, so that the lock is free. Returns how many there were, for
    /// [`relock`](RLock::relock).
    ///
    /// # Errors
    /// If the calling thread does not own the lock. Nothing has changed then.
    #[must_use = "its callers will give back as many levels, which have to be taken again"]
    pub fn unlock_fully(&self) -> Result<NonZeroUsize, NotOwner> {
        let mut state = self.state.lock();
        let depth = NonZeroUsize::new(state.depth_of(me())).ok_or(NotOwner)?;
        self.free(&mut state);
        Ok(depth)
    }

    /// Takes so many levels at once, as many calls of [`lock`](RLock::lock) would. Blocks as
    /// long as somebody else has the lock.
    pub fn relock(&self, depth: NonZeroUsize) {
        let locked = self.take_until(depth.get(), Deadline::NEVER);
        debug_assert!(locked, "never has not come");
    }
}
// ANCHOR_END: fully

impl RLock {
    /// Takes the lock, or one level more of it; blocks for `timeout` at most, the whole call
    /// included. Returns whether it has taken it.
    ///
    /// Zero means [`try_lock`](RLock::try_lock); a time too long for the clock means
    /// [`lock`](RLock::lock).
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock_for(&self, timeout: Duration) -> bool {
        self.try_lock_until(Deadline::after(timeout))
    }

    /// How many levels the *calling* thread has: 0 if the lock is free, or somebody else's.
    #[must_use]
    pub fn recursion_count(&self) -> usize {
        self.state.lock().depth_of(me())
    }

    /// Whether the calling thread has the lock. If so, it stays so until this thread gives it
    /// back.
    #[must_use]
    pub fn is_owned_by_current_thread(&self) -> bool {
        self.recursion_count() > 0
    }

    /// Whether anybody has the lock. Unless it is the calling thread, it may be otherwise by
    /// the time you know.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.state.lock().owner.is_some()
    }
}

/// The calling thread.
fn me() -> ThreadId {
    thread::current().id()
}

impl Default for RLock {
    fn default() -> RLock {
        RLock::new()
    }
}

impl fmt::Debug for RLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_struct("RLock")
            .field("owner", &state.owner)
            .field("depth", &state.depth)
            .finish_non_exhaustive()
    }
}
