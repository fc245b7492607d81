//! Step 2: one timer, one thread.
//!
//! *The algorithm.* A thread sleeps until it is time, and then makes the call. It does not sleep as `thread::sleep`
//! does, which nobody can end. It waits on a condition variable, with a deadline. If the time comes first it calls; if
//! it is woken because the call was cancelled, it goes home. CPython's `threading.Timer` is made in this way, of a
//! thread and an event.
//!
//! *What it costs.* A thread, with its stack, for each timer, asleep for most of its life. For one or two that is
//! fine. Step 3 has one thread for all.

use std::fmt;
use std::time::Duration;

use super::{Call, Ending, JoinError, StartError};
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Arc, Deadline, thread};

// ANCHOR: timer
/// Calls a function after some time, in a thread of its own, unless it is cancelled before.
///
/// A timer that is dropped goes on, as a thread does whose handle is dropped. (At the end of
/// `main` the process ends, and who has not been called by then never is.)
///
/// ```
/// use std::sync::mpsc;
/// use std::time::{Duration, Instant};
///
/// use timer::by_hand::{Ending, Timer};
///
/// let (tell, told) = mpsc::channel();
/// let tea = Timer::new(Duration::from_millis(5), move || tell.send("it is ready").unwrap());
/// let began = Instant::now();
/// tea.start()?;
/// assert_eq!(told.recv(), Ok("it is ready"));
/// assert!(began.elapsed() >= Duration::from_millis(5));
/// assert_eq!(tea.join(), Ok(Ending::Called));
/// # Ok::<(), timer::by_hand::StartError>(())
/// ```
#[must_use = "a timer does nothing until it is started"]
pub struct Timer {
    interval: Duration,
    call: Arc<Call>,
    started: AtomicBool,
}

impl Timer {
    /// A timer that will call `function` once, when `interval` has passed since it was
    /// [started](Timer::start).
    pub fn new(interval: Duration, function: impl FnOnce() + Send + 'static) -> Timer {
        Timer { interval, call: Arc::new(Call::new(function)), started: AtomicBool::new(false) }
    }

    /// Begins to count the time, and returns at once.
    ///
    /// An interval that is too long for the clock never ends; zero means as soon as the thread
    /// runs. A timer that was cancelled before may be started, and calls nothing.
    ///
    /// # Errors
    /// If it has been started before; if the system has no thread for it, and then it has not
    /// been started.
    pub fn start(&self) -> Result<(), StartError> {
        // Relaxed: it only decides who starts. The new thread sees what was done before because
        // it is spawned after.
        if self.started.swap(true, Ordering::Relaxed) {
            return Err(StartError::AlreadyStarted);
        }
        // From here on, however long the thread takes to get going.
        let deadline = Deadline::after(self.interval);
        let call = Arc::clone(&self.call);
        let wait_and_call = move || {
            call.sleep_until(deadline);
            call.run();
        };
        match thread::Builder::new().name("timer".to_owned()).spawn(wait_and_call) {
            Ok(_detached) => Ok(()),
            Err(error) => {
                // Relaxed: as above.
                self.started.store(false, Ordering::Relaxed);
                Err(StartError::NoThread(error))
            }
        }
    }

    /// Calls it off. Returns whether it did: then the function will never be called, it has been
    /// dropped, and whoever joins is woken. If the function is running, has been called, or was
    /// cancelled before, this does nothing.
    pub fn cancel(&self) -> bool {
        self.call.cancel()
    }

    /// Blocks until the function has returned, or the timer is cancelled.
    ///
    /// # Errors
    /// If the function panicked; if the timer has not been started; in the function itself, which
    /// would wait for its own end.
    pub fn join(&self) -> Result<Ending, JoinError> {
        self.join_until(Deadline::NEVER)
    }

    /// As [`join`](Timer::join), but blocks for `timeout` at most, the whole call included. Zero
    /// means to look; a time too long for the clock means for as long as it takes.
    ///
    /// # Errors
    /// As [`join`](Timer::join), and [`JoinError::TimedOut`].
    pub fn join_timeout(&self, timeout: Duration) -> Result<Ending, JoinError> {
        self.join_until(Deadline::after(timeout))
    }

    fn join_until(&self, deadline: Deadline) -> Result<Ending, JoinError> {
        // Relaxed: who has started it before in this thread, or has told this thread so, is seen.
        // Nothing is read on the strength of it.
        if !self.started.load(Ordering::Relaxed) {
            return Err(JoinError::NotStarted);
        }
        self.call.join_until(deadline)
    }
}
// ANCHOR_END: timer

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer")
            .field("interval", &self.interval)
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}
