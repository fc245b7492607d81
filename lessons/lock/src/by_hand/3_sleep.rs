//! Step 3: a lock that lets its waiters sleep.
//!
//! *The algorithm.* One atomic says whether the lock is free, and whether anybody sleeps. While nobody does, locking
//! and unlocking are one compare-and-exchange each. Who finds the lock taken joins a line and parks. Who unlocks while
//! there is a line does not free the lock: it **hands it over** to the first in line, and then wakes it. So
//! nobody can overtake a sleeper, each gets the lock in its turn, and a sleeper that wakes up has only to
//! look whether it owns the lock. (Three states in one word are those of Ulrich Drepper's *Futexes Are Tricky*; the
//! line with direct hand-over is older than threads: it is how a monitor's entry queue worked.)
//!
//! | state | means | becomes |
//! |---|---|---|
//! | `Free` | nobody has the lock, nobody is in line | `Locked` by `try_lock` |
//! | `Locked` | somebody has it, nobody is in line | `Free` by `unlock`; `Contended` by who joins the line |
//! | `Contended` | somebody has it, and somebody is in line, or is about to be and has the line locked | `Locked` when the last one leaves the line |
//!
//! *Invariants.* (Whoever has `line` locked may break 1 until it unlocks it.)
//!
//! 1. The state is `Contended` if and only if the line is not empty. It becomes `Contended`, or something else
//!    again, only by a thread that has the line locked: `try_lock` changes nothing but `Free`, and the fast
//!    `unlock` nothing but `Locked`.
//! 2. A sleeper leaves the line once: taken out by `unlock`, and then the lock is its own; or by itself because its
//!    time is over, and then it is not. Who holds the line's lock decides which.
//!
//! *What it costs.* To hand over is fair, and it is slow when threads contend: the lock stays taken, unused, until
//! the sleeper runs, and a wakeup takes longer than most critical sections. `std` and `parking_lot` free
//! the lock instead and let whoever is awake take it, and they spin a little before they sleep. `parking_lot`
//! hands over too now and then, so that nobody starves.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use super::{NotLocked, Raw, SpinMutex};
use crate::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use crate::sync::{Arc, Deadline, thread};

/// A lock whose waiters sleep and get it in the order in which they came, without data of its own.
///
/// Any thread may unlock it, as with Python's `Lock`. For data that a guard protects, see
/// [`Mutex`](super::Mutex).
///
/// ```
/// use std::thread;
/// use lock::by_hand::{NotLocked, RawLock};
///
/// let lock = RawLock::new();
/// lock.lock();
/// thread::scope(|scope| {
///     scope.spawn(|| lock.unlock().expect("it is locked, by another thread, which is fine"));
///     lock.lock(); // Blocks until that has happened.
/// });
/// assert_eq!(lock.unlock(), Ok(()));
/// assert_eq!(lock.unlock(), Err(NotLocked));
/// ```
// ANCHOR: line
pub struct RawLock {
    state: AtomicState,
    /// Who sleeps, in the order in which they came. Locked for a few instructions at a time: this is what a spin
    /// lock is good for.
    line: SpinMutex<VecDeque<Arc<Sleeper>>>,
}

/// Somebody in line.
struct Sleeper {
    thread: thread::Thread,
    /// Whether `unlock` has made this one the owner.
    is_owner: AtomicBool,
}
// ANCHOR_END: line

// ANCHOR: fast
impl RawLock {
    /// A free lock.
    #[must_use]
    pub fn new() -> RawLock {
        RawLock { state: AtomicState::new(State::Free), line: SpinMutex::new(VecDeque::new()) }
    }

    /// Takes the lock; blocks until it is free. For ever, if the calling thread has it already.
    pub fn lock(&self) {
        let locked = self.try_lock_until(Deadline::NEVER);
        debug_assert!(locked, "never has not come");
    }

    /// Takes the lock if it is free. Returns whether it did, and does not wait.
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock(&self) -> bool {
        // Acquire pairs with the Release in `unlock` that made it free. A failure is Relaxed: nothing
        // was taken.
        self.state.compare_exchange(State::Free, State::Locked, Ordering::Acquire).is_ok()
    }

    /// Takes the lock; blocks until the deadline at most. Returns whether it has taken it.
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock_until(&self, deadline: Deadline) -> bool {
        self.try_lock() || (!deadline.has_passed() && self.sleep_until(deadline))
    }

    /// Frees the lock, or hands it over to who has waited longest; whoever took it.
    ///
    /// # Errors
    /// If it was free, and then it still is.
    pub fn unlock(&self) -> Result<(), NotLocked> {
        // Release pairs with the Acquire of who takes the lock next, in `try_lock` or `join_line`.
        match self.state.compare_exchange(State::Locked, State::Free, Ordering::Release) {
            Ok(_) => Ok(()),
            Err(State::Free) => Err(NotLocked),
            Err(_) => self.hand_over(),
        }
    }
}
// ANCHOR_END: fast

impl RawLock {
    // ANCHOR: sleep
    /// Waits in line. Returns whether the calling thread owns the lock.
    #[cold]
    fn sleep_until(&self, deadline: Deadline) -> bool {
        let Some(me) = self.join_line() else { return true };
        // Acquire pairs with the Release in `hand_over`: what the last owner did is visible to this one.
        while !me.is_owner.load(Ordering::Acquire) {
            if deadline.has_passed() {
                return !self.leave_line(&me);
            }
            // May return for no reason, or by an unpark that was meant for something else.
            thread::park_until(deadline);
        }
        true
    }

    /// Joins the line, unless the lock turns out to be free: then takes it and returns `None`.
    fn join_line(&self) -> Option<Arc<Sleeper>> {
        let mut line = self.line.lock();
        // One step that takes the lock or says that there is a line, so that no unlock falls in between:
        // an unlock before it leaves `Free` for it to find, and one after it finds `Contended`, and then
        // waits for the line, which this thread has locked. Acquire pairs with the Release in `unlock`
        // that left `Free`.
        if self.state.swap(State::Contended, Ordering::Acquire) == State::Free {
            // Relaxed: publishes nothing. By invariant 1 nobody is in line, and nobody can join it.
            self.state.store(State::Locked, Ordering::Relaxed);
            return None;
        }
        let me = Arc::new(Sleeper { thread: thread::current(), is_owner: AtomicBool::new(false) });
        line.push_back(Arc::clone(&me));
        Some(me)
    }
    // ANCHOR_END: sleep

    // ANCHOR: leave
    /// Leaves the line because time is over. Returns `false` if it is too late for that: `unlock` has
    /// taken the sleeper out already, and the lock is its own.
    fn leave_line(&self, me: &Arc<Sleeper>) -> bool {
        let mut line = self.line.lock();
        // If it is not there, `hand_over` has had the line locked before, so that what the last owner
        // did is visible here even if `is_owner` is not yet set.
        let Some(place) = line.iter().position(|sleeper| Arc::ptr_eq(sleeper, me)) else { return false };
        line.remove(place);
        self.say_whether_contended(&line);
        true
    }
    // ANCHOR_END: leave

    // ANCHOR: hand_over
    /// Makes the first in line the owner.
    #[cold]
    fn hand_over(&self) -> Result<(), NotLocked> {
        let mut line = self.line.lock();
        let Some(next) = line.pop_front() else {
            // Who was in line has left it since `unlock` looked. Nobody can join it before this is
            // done. Release: as in `unlock`.
            let freed = self.state.compare_exchange(State::Locked, State::Free, Ordering::Release);
            return freed.map(drop).map_err(|_| NotLocked);
        };
        self.say_whether_contended(&line);
        drop(line);
        // Release pairs with the Acquire in `sleep_until`. The unpark is not lost, because the flag is
        // set before it: a sleeper that has looked already, and is about to park, finds the unpark
        // waiting for it. One that has left its loop keeps it for a later park, which may always return
        // early.
        next.is_owner.store(true, Ordering::Release);
        next.thread.unpark();
        Ok(())
    }
    // ANCHOR_END: hand_over

    /// Restores invariant 1 after somebody was taken out of the line.
    fn say_whether_contended(&self, line: &VecDeque<Arc<Sleeper>>) {
        if line.is_empty() {
            // Relaxed: publishes nothing. The lock changes hands by `is_owner` or by the lock of the line.
            self.state.store(State::Locked, Ordering::Relaxed);
        }
    }
}

impl RawLock {
    /// Takes the lock; blocks for `timeout` at most, the whole call included. Returns whether it has taken it.
    ///
    /// Zero means [`try_lock`](RawLock::try_lock); a time too long for the clock means [`lock`](RawLock::lock).
    #[must_use = "if it returns true, the lock has been taken"]
    pub fn try_lock_for(&self, timeout: Duration) -> bool {
        self.try_lock_until(Deadline::after(timeout))
    }

    /// Whether somebody has the lock. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        // Relaxed: a hint. Nothing is read on the strength of it; who wants the lock must still take it.
        self.state.load(Ordering::Relaxed) != State::Free
    }

    /// How many are in line. By the time you know, it may be otherwise.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.line.lock().len()
    }
}

// SAFETY: the lock is taken by the step from `Free` to something else, which an atomic grants to one thread
// only, or handed over by `unlock` without becoming `Free`. By invariant 2 it is handed to one thread, and that one
// returns `true`: from `sleep_until` because `is_owner` is set, or because it finds that it is not in line.
// Each of these ways pairs a Release with an Acquire, as is said there.
#[allow(unsafe_code, reason = "a promise that `Guarded` relies on")]
unsafe impl Raw for RawLock {
    fn try_lock(&self) -> bool {
        RawLock::try_lock(self)
    }

    fn try_lock_until(&self, deadline: Deadline) -> bool {
        RawLock::try_lock_until(self, deadline)
    }

    fn unlock(&self) -> Result<(), NotLocked> {
        RawLock::unlock(self)
    }

    fn is_locked(&self) -> bool {
        RawLock::is_locked(self)
    }
}

impl Default for RawLock {
    fn default() -> RawLock {
        RawLock::new()
    }
}

impl fmt::Debug for RawLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (locked, waiting) = (self.is_locked(), self.waiting());
        f.debug_struct("RawLock").field("locked", &locked).field("waiting", &waiting).finish()
    }
}

/// What the atomic says; the numbers are what a schedule shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum State {
    Free = 0,
    Locked = 1,
    Contended = 2,
}

impl State {
    fn of(number: u8) -> State {
        match number {
            0 => State::Free,
            1 => State::Locked,
            _ => State::Contended,
        }
    }
}

/// An atomic [`State`]. A failed exchange is always Relaxed: nothing was taken, and nothing is read.
struct AtomicState(AtomicU8);

impl AtomicState {
    #[track_caller]
    fn new(state: State) -> AtomicState {
        AtomicState(AtomicU8::new(state as u8))
    }

    #[track_caller]
    fn load(&self, order: Ordering) -> State {
        State::of(self.0.load(order))
    }

    #[track_caller]
    fn store(&self, state: State, order: Ordering) {
        self.0.store(state as u8, order);
    }

    #[track_caller]
    fn swap(&self, state: State, order: Ordering) -> State {
        State::of(self.0.swap(state as u8, order))
    }

    #[track_caller]
    fn compare_exchange(&self, from: State, to: State, order: Ordering) -> Result<State, State> {
        let exchanged = self.0.compare_exchange(from as u8, to as u8, order, Ordering::Relaxed);
        exchanged.map(State::of).map_err(State::of)
    }
}
