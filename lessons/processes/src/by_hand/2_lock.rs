//! Step 2: a lock in one word, which can be taken from the dead.
//!
//! A lock between threads does not have to ask what happens if its owner dies: a thread ends by returning or by a
//! panic, and then its guard unlocks; or its process ends, and takes everyone along. A *process* can be killed at any
//! instruction, with the lock in its hands, and the others live on. So this lock writes down who has it.
//!
//! *The algorithm* is the mutex of Ulrich Drepper's "Futexes Are Tricky" (2003), with the owner in the word, as in the
//! *robust* mutexes of POSIX. There the kernel frees the locks of who dies; here whoever has waited for the dead
//! process does, and says so by [`bury`](Lock::bury). That is the one who cannot be mistaken. Number and process stay
//! together until the parent has waited: anybody else who asked whether "process 4711" lives might be told of another
//! one, which has got the number since.
//!
//! | word | means | becomes |
//! |---|---|---|
//! | `0` | free | an owner, by who takes it |
//! | `owner` | taken, and nobody sleeps | `0` by its owner; with `SLEEPERS` by who is about to sleep |
//! | `owner + SLEEPERS` | taken, and somebody sleeps or may be about to | `0` by its owner, who then wakes one |
//! | `ORPHANED`, perhaps with `SLEEPERS` | free; its last owner died with it, or left what it protects half done | an owner, by who takes it, and who is told |
//!
//! *Invariants.*
//!
//! 1. Only the step from a word without an owner to one with an owner takes the lock, and only its owner, or who buries
//!    its owner, makes the step back.
//! 2. Whoever sleeps, sleeps on a word with `SLEEPERS`. Whoever was woken, and does not know whether it was the only
//!    one, has that written there again before it goes: when it takes the lock, and when it gives up.
//! 3. Once a lock is orphaned, everyone who takes it is told so until one of them has [mended](Guard::mend) what it
//!    protects.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

use super::Futex;
use crate::sync::Deadline;
use crate::sync::atomic::{AtomicU32, Ordering};

/// Who may have a lock: a number that no other process of those that share it has, and none that comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Owner(NonZeroU32);

impl Owner {
    /// The owner with this number.
    ///
    /// # Panics
    /// If it is 0, which stands for nobody, or has more than 30 bits.
    #[must_use]
    #[track_caller]
    pub fn new(number: u32) -> Owner {
        assert!(number <= OWNER, "an owner's number has 30 bits at the most, not {number:#x}");
        Owner(NonZeroU32::new(number).expect("0 is nobody's number"))
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.get()
    }
}

/// The word of a [`Lock`]: what lies in the memory that the processes share. All zeros is a free lock.
#[repr(transparent)]
pub struct LockWord(AtomicU32);

/// A lock as one of those sees it who share it: the common word, and who one is oneself.
///
/// It may be copied, and there is nothing to be freed when it is dropped: the word lies elsewhere.
///
/// ```
/// use processes::by_hand::{LocalFutex, Lock, LockWord, Owner};
///
/// let (word, futex) = (LockWord::new(), LocalFutex::new());
/// let mine = Lock::new(&word, Owner::new(1), &futex);
/// let theirs = Lock::new(&word, Owner::new(2), &futex);
/// let guard = mine.lock();
/// assert!(theirs.try_lock().is_none(), "taken");
///
/// // Owner 1 is killed: its guard is never dropped. Whoever has waited for it says so.
/// std::mem::forget(guard);
/// assert!(theirs.bury(Owner::new(1)));
/// let mut guard = theirs.lock();
/// assert!(guard.is_orphaned(), "what the lock protects may be half done");
/// guard.mend();
/// drop(guard);
/// assert!(!mine.lock().is_orphaned());
/// ```
pub struct Lock<'a, F> {
    word: &'a LockWord,
    me: Owner,
    futex: &'a F,
}

impl<F> Clone for Lock<'_, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Lock<'_, F> {}

/// The right to what a [`Lock`] protects. Unlocks when dropped, also by a panic.
#[must_use = "the lock is free again as soon as the guard is dropped"]
pub struct Guard<'a, F: Futex> {
    lock: Lock<'a, F>,
    orphaned: bool,
}

// ANCHOR: fast
impl<'a, F: Futex> Lock<'a, F> {
    /// The lock in `word`, for `me`.
    #[must_use]
    pub fn new(word: &'a LockWord, me: Owner, futex: &'a F) -> Lock<'a, F> {
        Lock { word, me, futex }
    }

    /// Takes the lock; blocks until it is free. For ever, if the caller has it already.
    pub fn lock(&self) -> Guard<'a, F> {
        self.lock_until(Deadline::NEVER).expect("never has not come")
    }

    /// Takes the lock if it is free; does not wait.
    pub fn try_lock(&self) -> Option<Guard<'a, F>> {
        let now = self.word.load();
        if now.owner().is_some() {
            return None;
        }
        // A failure means that somebody else has taken it just now.
        self.word.take(now, now.taken_by(self.me)).then(|| self.guard(now))
    }

    /// Takes the lock; blocks until the deadline at the most.
    pub fn lock_until(&self, deadline: Deadline) -> Option<Guard<'a, F>> {
        self.try_lock().or_else(|| if deadline.has_passed() { None } else { self.lock_slowly(deadline) })
    }

    /// Takes the lock; blocks for `timeout` at the most, the whole call included.
    ///
    /// Zero means [`try_lock`](Lock::try_lock); a time too long for the clock means [`lock`](Lock::lock).
    pub fn lock_for(&self, timeout: Duration) -> Option<Guard<'a, F>> {
        self.lock_until(Deadline::after(timeout))
    }
}

impl<F: Futex> Drop for Guard<'_, F> {
    fn drop(&mut self) {
        let Lock { word, me, futex } = self.lock;
        let before = word.free(if self.orphaned { State::ORPHANED } else { State::FREE });
        debug_assert_eq!(before.owner(), Some(me), "nobody else frees it (invariant 1)");
        // No wakeup is lost: who sleeps had made the word say so (invariant 2), and the system let it sleep only as
        // long as the word was the same. From the step above on it is not.
        if before.has_sleepers() {
            futex.wake_one(&word.0);
        }
    }
}
// ANCHOR_END: fast

impl<'a, F: Futex> Lock<'a, F> {
    // ANCHOR: slow
    /// Sleeps until the lock is free, and takes it.
    #[cold]
    fn lock_slowly(&self, deadline: Deadline) -> Option<Guard<'a, F>> {
        let mut slept = false;
        loop {
            let now = self.word.load();
            if now.owner().is_none() {
                // Who has been woken does not know whether it was the only one who slept, so it says that there are
                // others. If there are none, its unlock wakes nobody, and that is all.
                let mine = now.taken_by(self.me);
                let mine = if slept { mine.with_sleepers() } else { mine };
                if self.word.take(now, mine) {
                    return Some(self.guard(now));
                }
                continue;
            }
            if !self.word.warn_of_sleepers(now) {
                continue;
            }
            // Not before the line above: this one may have been woken in vain, because somebody else was quicker, and
            // then it was the only one to know that others still sleep.
            if deadline.has_passed() {
                return None;
            }
            self.futex.sleep(&self.word.0, now.with_sleepers().0, deadline);
            slept = true;
        }
    }
    // ANCHOR_END: slow

    // ANCHOR: bury
    /// Says that `dead` has ended, for good. If it had the lock, the lock is free again, and orphaned; returns whether
    /// it had.
    ///
    /// Call it once you have waited for the process, and not before: one that lives would go on, and so would whoever
    /// takes the lock next.
    pub fn bury(&self, dead: Owner) -> bool {
        let mut now = self.word.load();
        let had_it = loop {
            if now.owner() != Some(dead) {
                break false;
            }
            match self.word.orphan(now) {
                Ok(()) => break true,
                // Somebody has come to sleep meanwhile.
                Err(other) => now = other,
            }
        };
        // Everyone, and in any case: the dead may have been woken, and died before it could take the lock. Then it has
        // taken that wakeup along, and nobody else would ever be woken. Whoever has no use for this one looks at the
        // word, says again that it sleeps, and sleeps on.
        self.futex.wake_all(&self.word.0);
        had_it
    }
    // ANCHOR_END: bury

    /// Who has the lock, if anybody does. By the time you know, it may be otherwise.
    #[must_use]
    pub fn owner(&self) -> Option<Owner> {
        self.word.load().owner()
    }

    /// Whether somebody has the lock. By the time you know, it may be otherwise.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.owner().is_some()
    }

    /// The right to what is protected, for who has just taken the lock from this state.
    fn guard(&self, from: State) -> Guard<'a, F> {
        Guard { lock: *self, orphaned: from == from.orphaned() }
    }
}

impl<F: Futex> Guard<'_, F> {
    /// Whether whoever had the lock last died with it, so that what it protects may be half done. It stays so, for
    /// whoever comes next, until somebody calls [`mend`](Guard::mend).
    #[must_use]
    pub fn is_orphaned(&self) -> bool {
        self.orphaned
    }

    /// Says that what the lock protects is whole again.
    pub fn mend(&mut self) {
        self.orphaned = false;
    }
}

/// What a word says.
#[derive(Clone, Copy, PartialEq, Eq)]
struct State(u32);

/// Somebody sleeps on the word, or is about to.
const SLEEPERS: u32 = 1 << 31;
/// The last owner died.
const ORPHANED: u32 = 1 << 30;
/// The bits of the owner's number.
const OWNER: u32 = ORPHANED - 1;

impl State {
    const FREE: State = State(0);
    const ORPHANED: State = State(ORPHANED);

    fn owner(self) -> Option<Owner> {
        NonZeroU32::new(self.0 & OWNER).map(Owner)
    }

    fn has_sleepers(self) -> bool {
        self.0 & SLEEPERS != 0
    }

    fn with_sleepers(self) -> State {
        State(self.0 | SLEEPERS)
    }

    fn taken_by(self, owner: Owner) -> State {
        State(self.0 & SLEEPERS | owner.number())
    }

    fn orphaned(self) -> State {
        State(self.0 & SLEEPERS | ORPHANED)
    }
}

impl LockWord {
    /// A free lock.
    #[must_use]
    pub fn new() -> LockWord {
        // By this name a schedule calls it.
        let lock = AtomicU32::new(0);
        LockWord(lock)
    }

    #[track_caller]
    fn load(&self) -> State {
        // Relaxed: a look. Whoever acts on it does so by a step that fails if the word has changed, and which orders
        // what it has to.
        State(self.0.load(Ordering::Relaxed))
    }

    /// From a state without an owner to one with an owner. Returns whether it was made.
    #[track_caller]
    fn take(&self, from: State, to: State) -> bool {
        // Acquire pairs with the Release in `free` and in `orphan`: what was done under the lock before is seen by who
        // takes it. A failure is Relaxed: nothing was taken.
        self.0.compare_exchange(from.0, to.0, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// From the owner's own state to one without an owner. Returns what it was.
    #[track_caller]
    fn free(&self, to: State) -> State {
        // Release pairs with the Acquire in `take`.
        State(self.0.swap(to.0, Ordering::Release))
    }

    /// From a dead owner's state to the orphaned one.
    #[track_caller]
    fn orphan(&self, from: State) -> Result<(), State> {
        // Release pairs with the Acquire in `take`: what the dead has done happened before the end of its process,
        // and that before whoever waited for it calls this.
        let exchanged =
            self.0.compare_exchange(from.0, from.orphaned().0, Ordering::Release, Ordering::Relaxed);
        exchanged.map(drop).map_err(State)
    }

    /// Has the word say that somebody sleeps. Returns whether it does; if not, it has changed.
    #[track_caller]
    fn warn_of_sleepers(&self, now: State) -> bool {
        // Relaxed: publishes nothing, and nothing is taken. Whoever frees the lock reads it by its own step.
        now.has_sleepers()
            || self
                .0
                .compare_exchange(now.0, now.with_sleepers().0, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

impl Default for LockWord {
    fn default() -> LockWord {
        LockWord::new()
    }
}

impl fmt::Debug for LockWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let State(word) = self.load();
        f.debug_tuple("LockWord").field(&format_args!("{word:#x}")).finish()
    }
}

impl<F: Futex> fmt::Debug for Lock<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").field("me", &self.me).field("owner", &self.owner()).finish_non_exhaustive()
    }
}

impl<F: Futex> fmt::Debug for Guard<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("orphaned", &self.orphaned).finish_non_exhaustive()
    }
}
