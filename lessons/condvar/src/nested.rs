//! A reentrant lock, as small as it can be, to wait with.
//!
//! Its owner may lock it again, and has to unlock it as often. Python's `Condition()` has such a lock inside if
//! you give it none. What it has to show here is what giving a lock up *entirely* means: see the [`WaitGuard`] of
//! [`Level`].
//!
//! It is made of the condition variable itself. To lock is to wait for something, too: that nobody else is the owner.

use std::marker::PhantomData;

use super::by_hand::{Condvar, LockId, WaitGuard};
use crate::sync::thread::{self, ThreadId};
use crate::sync::{Mutex, MutexGuard};

/// A lock that its owner may take again.
pub struct Nested {
    owner: Mutex<Option<Owner>>,
    /// Notified when there is no owner any more.
    freed: Condvar,
}

struct Owner {
    thread: ThreadId,
    /// How many levels it has: at least one.
    depth: usize,
}

/// One level of a [`Nested`] lock, which is given back when it is dropped.
#[must_use = "the level is given back at once if it is dropped"]
pub struct Level<'a> {
    lock: &'a Nested,
    /// It belongs to the thread that has the lock: as a raw pointer, it is neither `Send` nor `Sync`.
    stays_here: PhantomData<*const ()>,
}

impl Nested {
    /// A free lock.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "nobody needs a default lock")]
    pub fn new() -> Nested {
        Nested { owner: Mutex::new(None), freed: Condvar::new() }
    }

    /// Takes one level more; blocks as long as another thread has the lock.
    pub fn lock(&self) -> Level<'_> {
        self.take(1);
        Level { lock: self, stays_here: PhantomData }
    }

    /// How many levels the calling thread has.
    #[must_use]
    pub fn depth(&self) -> usize {
        let me = thread::current().id();
        self.owner.lock().as_ref().filter(|owner| owner.thread == me).map_or(0, |owner| owner.depth)
    }

    /// Takes so many levels more.
    fn take(&self, levels: usize) {
        let me = thread::current().id();
        let mut owner = self.owner.lock();
        self.freed.wait_while(&mut owner, |owner| owner.as_ref().is_some_and(|owner| owner.thread != me));
        owner.get_or_insert(Owner { thread: me, depth: 0 }).depth += levels;
    }

    /// Gives so many levels back, of those that the calling thread has.
    fn give_back(&self, levels: usize) {
        let mut owner = self.owner.lock();
        let depth = depth_of(&mut owner);
        *depth -= levels;
        if *depth == 0 {
            *owner = None;
            // No wakeup is lost: who wants the lock looks for its owner under the mutex, which is held here. Any
            // one of them can have it, so one is enough.
            self.freed.notify_one(&owner);
        }
    }
}

fn depth_of<'g>(owner: &'g mut MutexGuard<'_, Option<Owner>>) -> &'g mut usize {
    &mut owner.as_mut().expect("who has a level owns the lock").depth
}

// ANCHOR: levels
impl WaitGuard for Level<'_> {
    fn lock_id(&self) -> LockId {
        LockId::of(self.lock)
    }

    fn unlocked<R>(&mut self, sleep: impl FnOnce() -> R) -> R {
        // Every level, also those that callers of the caller hold: they all belong to this thread, which sleeps.
        let levels = self.lock.depth();
        self.lock.give_back(levels);
        let result = sleep();
        self.lock.take(levels);
        result
    }
}
// ANCHOR_END: levels

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.lock.give_back(1);
    }
}
