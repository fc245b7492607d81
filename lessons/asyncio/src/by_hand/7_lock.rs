//! Step 7: a lock for tasks, and a condition that they wait for with it.
//!
//! Between two `await`s no task needs a lock: nobody else runs. This one is for what must hold *across* an `await`. A
//! lock for threads would be the wrong one there: who finds it taken blocks the loop, and with it the task that has it.
//!
//! | operation | what moves |
//! |---|---|
//! | [`Lock::lock`] | the value: out of the lock, or later out of somebody's hands; else into the line |
//! | a [`LockGuard`] is dropped | the value: to the first in line, or into the lock |
//! | [`Condition::wait`] | into the condition's line; *then* the value, to the first in the lock's line |
//! | [`Condition::notify`] | word to the first in the condition's line, who then waits for the lock |

use std::fmt;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::ptr;

use super::line::{Kept, Line, Shared};

// ANCHOR: lock
/// One task at a time has the value, also across an `await`. First come, first served.
///
/// ```
/// use asyncio::by_hand::{Lock, gather, run, yield_now};
/// use std::sync::Arc;
///
/// let sum = run(|executor| async move {
///     let sum = Arc::new(Lock::new(0));
///     let tasks: Vec<_> = (1..=3)
///         .map(|number| {
///             let sum = Arc::clone(&sum);
///             executor.spawn(async move {
///                 let mut sum = sum.lock().await;
///                 let before = *sum;
///                 yield_now().await; // Others run, and none of them has the sum.
///                 *sum = before + number;
///             })
///         })
///         .collect();
///     gather(tasks).await;
///     *sum.lock().await
/// });
/// assert_eq!(sum, 6);
/// ```
pub struct Lock<T> {
    /// The value, while nobody has it. Then nobody is in line either.
    inside: Shared<Option<T>>,
}

/// The value itself is what is given.
impl<T> Kept for Option<T> {
    type Share = T;

    fn take_back(&mut self, value: T, line: &mut Line<T>) {
        *self = line.give(value).err();
    }
}

impl<T> Lock<T> {
    /// A lock that is free.
    #[must_use]
    pub fn new(value: T) -> Lock<T> {
        Lock { inside: Shared::new(Some(value)) }
    }

    /// Waits until it is free, and takes it. It is given back when the guard is dropped.
    pub async fn lock(&self) -> LockGuard<'_, T> {
        let value = self.inside.wait(|inside, _| inside.take()).await;
        LockGuard { lock: self, value: Some(value) }
    }

    /// Takes it if it is free now.
    #[must_use]
    pub fn try_lock(&self) -> Option<LockGuard<'_, T>> {
        let value = self.inside.with(|inside, _| inside.take())?;
        Some(LockGuard { lock: self, value: Some(value) })
    }

    /// Whether somebody has it.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.inside.with(|inside, _| inside.is_none())
    }
}

/// The value, until this is dropped.
#[must_use = "dropped, it gives the lock back"]
pub struct LockGuard<'a, T> {
    lock: &'a Lock<T>,
    /// There until it is dropped.
    value: Option<T>,
}

impl<T> Drop for LockGuard<'_, T> {
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            self.lock.inside.with(|inside, line| inside.take_back(value, line));
        }
    }
}
// ANCHOR_END: lock

impl<T> Deref for LockGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_ref().expect("there until it is dropped")
    }
}

impl<T> DerefMut for LockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("there until it is dropped")
    }
}

// ANCHOR: condition
/// Where tasks wait, with a [`Lock`], until what they wait for may have come true.
///
/// Every operation asks for the lock's guard: to wait or to notify without the lock does not compile. All who wait
/// at one condition do so with the same lock.
///
/// ```
/// use asyncio::by_hand::{Condition, Lock, run};
/// use std::sync::Arc;
///
/// let letter = run(|executor| async move {
///     let (mailbox, arrived) = (Arc::new(Lock::new(Vec::new())), Arc::new(Condition::new()));
///     let (puts, tells) = (Arc::clone(&mailbox), Arc::clone(&arrived));
///     executor.spawn(async move {
///         let mut mailbox = puts.lock().await;
///         mailbox.push("a letter");
///         tells.notify_one(&mailbox);
///     });
///     let mailbox = mailbox.lock().await;
///     let mut mailbox = arrived.wait_while(mailbox, |mailbox| mailbox.is_empty()).await;
///     mailbox.pop()
/// });
/// assert_eq!(letter, Some("a letter"));
/// ```
pub struct Condition {
    line: Shared<OfLock>,
}

/// The address of the lock with which all wait who are in line, or were the last to be.
struct OfLock(Option<usize>);

impl Kept for OfLock {
    type Share = ();

    /// A notification that was given in vain is the next one's.
    fn take_back(&mut self, word: (), line: &mut Line<()>) {
        // If nobody waits, it is as if it had come when nobody waited.
        let _ = line.give(word);
    }
}

impl Condition {
    /// A condition at which nobody waits.
    #[must_use]
    pub fn new() -> Condition {
        Condition { line: Shared::new(OfLock(None)) }
    }

    /// Gives the lock up, waits until somebody notifies, and takes the lock again. It does not return for no reason.
    ///
    /// Dropped while it waits, as by a timeout, it does not have the lock (in Python it would be taken again first),
    /// and no notification is spent on it, not even if it was notified already and has not yet got the lock.
    ///
    /// # Panics
    /// If others wait here with another lock.
    pub async fn wait<'a, T>(&self, guard: LockGuard<'a, T>) -> LockGuard<'a, T> {
        let lock = guard.lock;
        self.assert_one_lock(lock);
        // In line before the lock is free. No notification is missed: who notifies has the lock, and had it before
        // this task, which has then seen the change; or gets it after this, and finds it in line.
        let place = self.line.join();
        drop(guard);
        place.await;
        let word = Word { condition: self };
        let guard = lock.lock().await;
        word.arrived();
        guard
    }

    /// Waits as long as `condition` holds, which is called with the lock: once before any wait, and after each
    /// notification.
    ///
    /// # Panics
    /// As [`wait`](Condition::wait).
    pub async fn wait_while<'a, T>(
        &self,
        mut guard: LockGuard<'a, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> LockGuard<'a, T> {
        while condition(&mut guard) {
            guard = self.wait(guard).await;
        }
        guard
    }

    /// Notifies up to `n` of those who wait now, those who have waited longest, and returns how many. They go on
    /// when they get the lock, so not before `guard` is dropped. Does not wait.
    ///
    /// # Panics
    /// If those who wait here do so with another lock.
    pub fn notify<T>(&self, guard: &LockGuard<'_, T>, n: usize) -> usize {
        self.assert_one_lock(guard.lock);
        self.line.with(|_, line| (0..n).take_while(|_| line.give(()).is_ok()).count())
    }

    /// Notifies the one that has waited longest, if anybody waits; returns whether anybody does.
    ///
    /// # Panics
    /// As [`notify`](Condition::notify).
    pub fn notify_one<T>(&self, guard: &LockGuard<'_, T>) -> bool {
        self.notify(guard, 1) == 1
    }

    /// Notifies everybody who waits now, and returns how many.
    ///
    /// # Panics
    /// As [`notify`](Condition::notify).
    pub fn notify_all<T>(&self, guard: &LockGuard<'_, T>) -> usize {
        self.notify(guard, usize::MAX)
    }
}

/// A notification on its way: whoever got it and cannot use it passes it on.
struct Word<'a> {
    condition: &'a Condition,
}

impl Word<'_> {
    fn arrived(self) {
        mem::forget(self);
    }
}

impl Drop for Word<'_> {
    fn drop(&mut self) {
        self.condition.line.with(|of_lock, line| of_lock.take_back((), line));
    }
}
// ANCHOR_END: condition

impl Condition {
    fn assert_one_lock<T>(&self, lock: &Lock<T>) {
        let address = ptr::from_ref(lock).addr();
        self.line.with(|of_lock, line| {
            if line.len() == 0 {
                of_lock.0 = Some(address);
            }
            assert_eq!(of_lock.0, Some(address), "all who wait at a condition wait with the same lock");
        });
    }
}

impl Default for Condition {
    fn default() -> Condition {
        Condition::new()
    }
}

impl<T> fmt::Debug for Lock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").field("is_locked", &self.is_locked()).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for LockGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockGuard").finish_non_exhaustive()
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waiting = self.line.with(|_, line| line.len());
        f.debug_struct("Condition").field("waiting", &waiting).finish_non_exhaustive()
    }
}
