//! verdict: data-race
//! Believes that the owner may look without the mutex, since nobody else can have put its name there. The name is
//! its own or not, that much is true; but somebody else may be writing just then, and this memory is not atomic.

use learn::sync::thread::{self, ThreadId};
use learn::sync::{Condvar, Mutex, Plain};

/// A lock that whoever has it may take again.
pub struct RLock {
    /// The thread that has the lock.
    owner: Plain<Option<ThreadId>>,
    /// How often it has taken it, and not given it back.
    depth: Mutex<usize>,
    /// Notified when the lock has become free.
    freed: Condvar,
}

impl RLock {
    /// A free lock.
    pub fn new() -> RLock {
        RLock { owner: Plain::new(None), depth: Mutex::new(0), freed: Condvar::new() }
    }

    /// Takes the lock, or one level more of it. Blocks as long as another thread has it.
    pub fn lock(&self) {
        let me = thread::current().id();
        if self.owner.get() == Some(me) {
            *self.depth.lock() += 1;
            return;
        }
        let mut depth = self.depth.lock();
        while *depth > 0 {
            self.freed.wait(&mut depth);
        }
        self.owner.set(Some(me));
        *depth = 1;
    }

    /// Gives one level back, and returns true; with the last one the lock is free. Returns false, and changes
    /// nothing, if the calling thread does not own the lock.
    pub fn unlock(&self) -> bool {
        if self.owner.get() != Some(thread::current().id()) {
            return false;
        }
        let mut depth = self.depth.lock();
        *depth -= 1;
        if *depth == 0 {
            self.owner.set(None);
            // No wakeup is lost: who waits has found an owner under the mutex that is held here.
            self.freed.notify_one();
        }
        true
    }
}
