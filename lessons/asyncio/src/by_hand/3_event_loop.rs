//! Step 3: an event loop, which sleeps while nothing is ready.
//!
//! It is a host for the executor of step 2, for whoever has a thread to block. Whatever makes a task ready, in whatever
//! thread, rings a bell; and whoever sleeps until the next deadline is woken by the bell.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use super::executor::{Executor, Handle};
use crate::sync::{Arc, Condvar, Deadline, Mutex};

// ANCHOR: bell
/// Remembers that it rang until somebody has heard it. One ring or many are the same.
struct Bell {
    rung: Mutex<bool>,
    ringing: Condvar,
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock() = true;
        // No wakeup is lost: the loop looks at `rung` under the lock before it waits. One is enough, since only the
        // loop waits here.
        self.ringing.notify_one();
    }

    /// Blocks until it has rung since the last time, or until the deadline.
    fn wait_until(&self, deadline: Deadline) {
        let mut rung = self.rung.lock();
        while !*rung {
            if self.ringing.wait_until(&mut rung, deadline).timed_out() {
                break;
            }
        }
        *rung = false;
    }
}
// ANCHOR_END: bell

// ANCHOR: loop
/// Runs tasks in the thread that calls it, and blocks it while there are none to run.
///
/// ```
/// use asyncio::by_hand::EventLoop;
/// use std::time::Duration;
///
/// let mut event_loop = EventLoop::new();
/// let handle = event_loop.handle();
/// let answer = event_loop.block_on(async {
///     handle.sleep(Duration::from_millis(1)).await;
///     handle.spawn(async { 42 }).await
/// });
/// assert_eq!(answer, Ok(42));
/// ```
///
/// Dropped, it aborts every task that is not done.
pub struct EventLoop {
    executor: Executor,
    bell: Arc<Bell>,
}

impl EventLoop {
    /// A loop without tasks.
    #[must_use]
    pub fn new() -> EventLoop {
        let bell = Arc::new(Bell { rung: Mutex::new(false), ringing: Condvar::new() });
        let rings = Arc::clone(&bell);
        EventLoop { executor: Executor::new(move || rings.ring()), bell }
    }

    /// What tasks need of the loop.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.executor.handle()
    }

    /// Runs until `main` is ready, tasks meanwhile, and returns what it came to. Tasks that are not done then stay, for
    /// the next call. Blocks for ever if nobody will ever wake anything.
    ///
    /// # Panics
    /// If `main` does. A panic in a task goes to its handle.
    pub fn block_on<F: Future>(&mut self, main: F) -> F::Output {
        let mut main = pin!(main);
        loop {
            if let Poll::Ready(value) = self.executor.drive(main.as_mut()) {
                return value;
            }
            // Whatever has become ready since `drive` looked has rung the bell, and it is still to be heard.
            self.bell.wait_until(self.executor.next_deadline());
        }
    }
}
// ANCHOR_END: loop

/// A loop for one future, which is made with its handle; what is not done at the end of that is aborted.
///
/// ```
/// assert_eq!(asyncio::by_hand::run(|_| async { 42 }), 42);
/// ```
///
/// # Panics
/// If the future does.
pub fn run<F: Future>(main: impl FnOnce(Handle) -> F) -> F::Output {
    let mut event_loop = EventLoop::new();
    let main = main(event_loop.handle());
    event_loop.block_on(main)
}

impl Default for EventLoop {
    fn default() -> EventLoop {
        EventLoop::new()
    }
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop").field("executor", &self.executor).finish_non_exhaustive()
    }
}
