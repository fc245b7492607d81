//! Step 3: the condition variable, a queue of those who wait.
//!
//! *The algorithm.* Who wants to wait has a lock, has looked at what it protects, and does not like what it sees.
//! It joins the queue, and only then gives the lock up and sleeps. Who changes something has the same lock; it
//! takes as many waiters out of the queue as it wants to notify, and wakes them. They take the lock again as soon
//! as they get it, which cannot be before the notifier gives it up. (The queue of sleepers is CPython's
//! `threading.Condition`, after the monitors of Hoare, and of Lampson and Redell, whose notify is a hint: the world
//! may have changed again until the waiter has the lock.)
//!
//! A waiter goes through one of two lives:
//!
//! | state | in the queue | its parker | becomes |
//! |---|---|---|---|
//! | **waits** | yes | sleeping | *notified* by who takes it out of the queue; *out of time* when it takes itself out |
//! | **notified** | no | woken, or about to be | takes the lock again, returns [`Waited::Notified`] |
//! | **out of time** | no | never woken | takes the lock again, returns [`Waited::TimedOut`] |
//!
//! *Invariants.* The queue has a lock of its own, which is held for a few instructions at a time and never by
//! somebody who sleeps, or who waits for the other lock.
//!
//! 1. A waiter is in the queue before it gives up its lock. It leaves the queue once, taken out by a notification
//!    or by itself, and who takes it out decides how its wait has ended.
//! 2. Who takes a waiter out to notify it wakes its parker, and nobody else's.
//! 3. All in the queue wait with the same lock.
//!
//! *What it costs.* A wait allocates its place in the queue. `std` and `parking_lot` keep the queue elsewhere (in
//! the system, in a table for the whole process), so that a condition variable is a word or less. Those who are
//! notified are all woken here, to find the lock held by the notifier, and by each other; `parking_lot` moves them
//! over to the queue of the lock instead, and each is woken when it can have it.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use super::{LockId, Parker, WaitGuard};
use crate::sync::{Arc, Deadline, Mutex};

/// Where threads sleep until what they wait for may have come true.
///
/// It works with any lock whose guard is a [`WaitGuard`], and every operation but
/// [`waiting`](Condvar::waiting) asks for that guard: to wait or to notify without the lock
/// does not compile. Several condition variables may share a lock. The other way round they may
/// not: all who wait at one condition variable wait with the same lock.
///
/// ```
/// use std::thread;
/// use condvar::by_hand::Condvar;
/// use sync_real::Mutex;
///
/// let (mailbox, arrived) = (Mutex::new(Vec::new()), Condvar::new());
/// thread::scope(|scope| {
///     scope.spawn(|| {
///         let mut mailbox = mailbox.lock();
///         mailbox.push("a letter");
///         arrived.notify_one(&mailbox);
///     });
///     let letter = arrived.wait_for(&mut mailbox.lock(), |mailbox| mailbox.pop());
///     assert_eq!(letter, "a letter");
/// });
/// ```
///
/// ```compile_fail,E0277
/// # let (mailbox, arrived) = (sync_real::Mutex::new(()), condvar::by_hand::Condvar::new());
/// arrived.notify_one(&mailbox); // A mutex is no guard.
/// ```
// ANCHOR: fields
pub struct Condvar {
    /// Who waits, longest first.
    queue: Mutex<VecDeque<Arc<Waiter>>>,
}

/// Somebody in the queue.
struct Waiter {
    /// Where it sleeps.
    parker: Parker,
    /// The lock that it waits with.
    lock: LockId,
}
// ANCHOR_END: fields

/// How a wait with a timeout ended. The lock is held again either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// Somebody has notified this thread.
    Notified,
    /// The time was up. No notification was spent on this thread.
    TimedOut,
}

impl Condvar {
    /// A condition variable that nobody waits at.
    #[must_use]
    pub fn new() -> Condvar {
        Condvar { queue: Mutex::new(VecDeque::new()) }
    }

    /// Gives the lock up, blocks until somebody notifies, and takes the lock again.
    ///
    /// It does not return for no reason. But others may have the lock between the notification and this thread's
    /// turn, so what was true when the notifier looked need not be true any more: use
    /// [`wait_while`](Condvar::wait_while) or [`wait_for`](Condvar::wait_for), which look again.
    ///
    /// # Panics
    /// If others wait here with another lock.
    pub fn wait<G: WaitGuard>(&self, guard: &mut G) {
        self.wait_until(guard, Deadline::NEVER);
    }

    /// As [`wait`](Condvar::wait), for so long at most. Zero gives others a turn with the lock, and does not sleep.
    /// A time too long for the clock means [`wait`](Condvar::wait).
    ///
    /// The time is for the notification: to take the lock again afterwards may take longer.
    ///
    /// # Panics
    /// As [`wait`](Condvar::wait).
    #[must_use = "it says whether anybody has notified"]
    pub fn wait_timeout<G: WaitGuard>(&self, guard: &mut G, timeout: Duration) -> Waited {
        self.wait_until(guard, Deadline::after(timeout))
    }

    // ANCHOR: wait
    fn wait_until<G: WaitGuard>(&self, guard: &mut G, deadline: Deadline) -> Waited {
        // Invariant 1. No notification is missed: who notifies has the lock, so it comes before
        // this thread took it, and then this thread has seen the change; or after it gave it
        // up, and then it is in the queue.
        let me = self.join(guard.lock_id());
        guard.unlocked(|| match me.parker.park_until(deadline) {
            true => Waited::Notified,
            false => self.leave(&me),
        })
    }
    // ANCHOR_END: wait

    // ANCHOR: queue
    /// Joins the queue, as the last.
    fn join(&self, lock: LockId) -> Arc<Waiter> {
        let me = Arc::new(Waiter { parker: Parker::new(), lock });
        let mut queue = self.queue.lock();
        assert_one_lock(&queue, lock);
        queue.push_back(Arc::clone(&me));
        me
    }

    /// Leaves the queue because time is up, if it is not too late for that: somebody may have
    /// taken this one out already, and then it is notified, a little late. Were it to say that
    /// it is not, that notification would be lost for all.
    fn leave(&self, me: &Arc<Waiter>) -> Waited {
        let mut queue = self.queue.lock();
        match queue.iter().position(|waiter| Arc::ptr_eq(waiter, me)) {
            Some(place) => {
                queue.remove(place);
                Waited::TimedOut
            }
            None => Waited::Notified,
        }
    }

    /// Takes up to `n` out of the queue, those that have waited longest.
    fn take_out(&self, lock: LockId, n: usize) -> Vec<Arc<Waiter>> {
        let mut queue = self.queue.lock();
        assert_one_lock(&queue, lock);
        let n = n.min(queue.len());
        queue.drain(..n).collect()
    }
    // ANCHOR_END: queue

    // ANCHOR: notify
    /// Wakes up to `n` of those who wait now, longest first, and returns how many. Does not
    /// block.
    ///
    /// They go on when they get the lock, so not before `guard` is dropped. Who comes to wait
    /// later is not woken by this call, whatever `n` is.
    ///
    /// # Panics
    /// If those who wait here do so with another lock.
    pub fn notify<G: WaitGuard>(&self, guard: &G, n: usize) -> usize {
        let notified = self.take_out(guard.lock_id(), n);
        for waiter in &notified {
            // Invariant 2. No wakeup is lost: a parker keeps it for a waiter that is still on
            // its way to sleep.
            waiter.parker.unpark();
        }
        notified.len()
    }
    // ANCHOR_END: notify

    /// Wakes the one that has waited longest, if anybody waits; returns whether anybody does. Right where any one
    /// of those who wait can do what there is to do.
    ///
    /// # Panics
    /// As [`notify`](Condvar::notify).
    pub fn notify_one<G: WaitGuard>(&self, guard: &G) -> bool {
        self.notify(guard, 1) == 1
    }

    /// Wakes everyone who waits now, and returns how many. Right wherever they wait for different things.
    ///
    /// # Panics
    /// As [`notify`](Condvar::notify).
    pub fn notify_all<G: WaitGuard>(&self, guard: &G) -> usize {
        self.notify(guard, usize::MAX)
    }

    /// How many wait now. While you hold their lock nobody can join them; but who is out of time may leave.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.lock().len()
    }
}

impl Condvar {
    /// Blocks as long as `condition` holds, and returns when it does not.
    ///
    /// `condition` is called with the lock held: once before any wait, and after each notification.
    ///
    /// # Panics
    /// As [`wait`](Condvar::wait), and if `condition` does: the lock is held then, and nobody is left in the queue.
    pub fn wait_while<G: WaitGuard>(&self, guard: &mut G, mut condition: impl FnMut(&mut G) -> bool) {
        self.wait_for(guard, |guard| (!condition(guard)).then_some(()));
    }

    /// Blocks until `predicate` returns something, and returns that.
    ///
    /// `predicate` is called with the lock held: once before any wait, and after each notification. So it may take
    /// away what it has found.
    ///
    /// # Panics
    /// As [`wait_while`](Condvar::wait_while).
    pub fn wait_for<G, R>(&self, guard: &mut G, predicate: impl FnMut(&mut G) -> Option<R>) -> R
    where
        G: WaitGuard,
    {
        self.wait_for_until(guard, Deadline::NEVER, predicate).expect("never has not come")
    }

    /// As [`wait_for`](Condvar::wait_for), for so long at most, however often it is notified meanwhile. Returns what
    /// `predicate` returned last: `None` if there was nothing when the time was up. Zero means to ask once, without
    /// giving the lock up.
    ///
    /// # Panics
    /// As [`wait_while`](Condvar::wait_while).
    #[must_use = "there may be nothing: the time may have been up"]
    pub fn wait_timeout_for<G, R>(
        &self,
        guard: &mut G,
        timeout: Duration,
        predicate: impl FnMut(&mut G) -> Option<R>,
    ) -> Option<R>
    where
        G: WaitGuard,
    {
        self.wait_for_until(guard, Deadline::after(timeout), predicate)
    }

    // ANCHOR: wait_for
    fn wait_for_until<G, R>(
        &self,
        guard: &mut G,
        deadline: Deadline,
        mut predicate: impl FnMut(&mut G) -> Option<R>,
    ) -> Option<R>
    where
        G: WaitGuard,
    {
        loop {
            if let Some(found) = predicate(guard) {
                return Some(found);
            }
            if deadline.has_passed() {
                return None;
            }
            // However it ends, the predicate decides.
            self.wait_until(guard, deadline);
        }
    }
    // ANCHOR_END: wait_for
}

/// Invariant 3. Waiters that hold different locks would keep nothing apart, and miss each other's notifications.
fn assert_one_lock(queue: &VecDeque<Arc<Waiter>>, lock: LockId) {
    let same = queue.front().is_none_or(|waiter| waiter.lock == lock);
    assert!(same, "a condition variable works with one lock at a time");
}

impl Default for Condvar {
    fn default() -> Condvar {
        Condvar::new()
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").field("waiting", &self.waiting()).finish_non_exhaustive()
    }
}
