//! The owner looks for its own number, which only itself can have written; all others take a plain lock.

use learn::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use learn::sync::{Condvar, Mutex, thread};

/// A lock that whoever has it may take again.
pub struct RLock {
    /// The number of the thread that has the lock, or 0.
    owner: AtomicU64,
    depth: AtomicUsize,
    taken: Mutex<bool>,
    /// Notified when the lock has become free.
    freed: Condvar,
}

impl RLock {
    /// A free lock.
    pub fn new() -> RLock {
        let (owner, depth) = (AtomicU64::new(0), AtomicUsize::new(0));
        RLock { owner, depth, taken: Mutex::new(false), freed: Condvar::new() }
    }

    /// Takes the lock, or one level more of it. Blocks as long as another thread has it.
    pub fn lock(&self) {
        if !self.is_mine() {
            let mut taken = self.taken.lock();
            while *taken {
                self.freed.wait(&mut taken);
            }
            *taken = true;
            // Relaxed: only this thread learns anything from it.
            self.owner.store(thread::number().get(), Ordering::Relaxed);
        }
        // Relaxed: while the lock is taken only its owner reaches this.
        self.depth.fetch_add(1, Ordering::Relaxed);
    }

    /// Gives one level back, and returns true; with the last one the lock is free. Returns false, and changes
    /// nothing, if the calling thread does not own the lock.
    pub fn unlock(&self) -> bool {
        if !self.is_mine() {
            return false;
        }
        // Relaxed: as in `lock`.
        if self.depth.fetch_sub(1, Ordering::Relaxed) == 1 {
            // Relaxed: the next owner writes its number after it has taken the lock that is given back below.
            self.owner.store(0, Ordering::Relaxed);
            *self.taken.lock() = false;
            // No wakeup is lost: who waits has looked under the mutex before.
            self.freed.notify_one();
        }
        true
    }

    fn is_mine(&self) -> bool {
        // Relaxed: one's own number is there only if one has written it oneself.
        self.owner.load(Ordering::Relaxed) == thread::number().get()
    }
}
