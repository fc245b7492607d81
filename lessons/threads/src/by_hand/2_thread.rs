//! Step 2: a thread as others know it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use super::finish::Finish;
use crate::sync::thread::{self, ThreadId};
use crate::sync::{Arc, Deadline};

/// What everyone may know of a thread.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) name: Option<String>,
    pub(super) daemon: bool,
    pub(super) finish: Finish,
}

impl Life {
    pub(super) fn new(name: Option<String>, daemon: bool) -> Life {
        Life { name, daemon, finish: Finish::new() }
    }
}

/// A thread as anybody may know it: what it is called, whether it is alive, when it ends. Clones are the same
/// thread, and any number of them may wait for it.
#[derive(Clone)]
pub struct Thread {
    id: ThreadId,
    life: Arc<Life>,
}

impl Thread {
    pub(super) fn new(id: ThreadId, life: Arc<Life>) -> Thread {
        Thread { id, life }
    }

    /// Its name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.life.name.as_deref()
    }

    /// Who it is. No other thread ever has the same.
    #[must_use]
    pub fn id(&self) -> ThreadId {
        self.id
    }

    /// Whether [`Threads::wait_all`](super::Threads::wait_all) does without it.
    #[must_use]
    pub fn is_daemon(&self) -> bool {
        self.life.daemon
    }

    /// Whether it has yet to end. Never blocks. Who gets `false` sees all that the thread did.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !self.life.finish.is_reached()
    }

    /// Blocks until it has ended.
    ///
    /// # Panics
    /// If the thread calls it on itself: that would never end.
    pub fn wait(&self) {
        self.refuse_to_wait_for_oneself();
        // Without a deadline the wait is over only when the finish is reached.
        let _reached = self.life.finish.wait(Deadline::NEVER);
    }

    /// Blocks until it has ended, but no longer than `timeout`; returns whether it has ended.
    /// [`Duration::ZERO`] means: look, and do not block; one too long for the clock means: for ever.
    ///
    /// # Panics
    /// As [`wait`](Thread::wait).
    #[must_use = "it may have timed out"]
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        self.refuse_to_wait_for_oneself();
        self.life.finish.wait(Deadline::after(timeout))
    }

    fn refuse_to_wait_for_oneself(&self) {
        assert!(thread::current().id() != self.id, "a thread cannot wait for its own end");
    }
}

impl PartialEq for Thread {
    fn eq(&self, other: &Thread) -> bool {
        self.id == other.id
    }
}

impl Eq for Thread {}

impl Hash for Thread {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("name", &self.life.name)
            .field("id", &self.id)
            .field("daemon", &self.life.daemon)
            .finish_non_exhaustive()
    }
}
