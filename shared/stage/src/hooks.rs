//! What is to be called when a run is asked to stop.

use std::fmt;
use std::io::{self, Write};
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::seats::Seats;
use crate::stop::{Fault, Moment, Stop};

/// How long after the request to stop it is odd that a run has not ended.
const PATIENCE: Duration = Duration::from_secs(1);

type Hook = Box<dyn FnOnce() + Send>;

/// The hooks of one run.
#[derive(Default)]
pub(crate) struct Hooks {
    waiting: Mutex<Vec<Hook>>,
    closed: AtomicBool,
}

impl Hooks {
    pub(crate) fn add(&self, hook: Hook, stop: &Stop) {
        self.waiting(|hooks| hooks.push(hook));
        stop.nudge();
    }

    /// Calls hooks as the stop is asked for, and those added after that as they come, until [`close`](Hooks::close).
    /// If the run does not end soon after the request, it says on standard error who is still on.
    ///
    /// This is the body of a thread that holds no lock, so that a hook may take any.
    pub(crate) fn serve(&self, stop: &Stop, seats: &Seats) {
        // Relaxed: `close` sets it before it takes the mutex that `wait_until` reads it under.
        let closed = || self.closed.load(Ordering::Relaxed);
        stop.wait_until(|| closed() || stop.is_asked());
        let mut patience = Some(Instant::now() + PATIENCE);
        while !closed() {
            for hook in self.waiting(mem::take) {
                if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(hook)) {
                    stop.fault(Fault::caught("a function called at the stop", Moment::Start, &*payload));
                }
            }
            stop.wait_until_or(patience, || closed() || !self.waiting(|hooks| hooks.is_empty()));
            if !closed() && patience.take_if(|end| *end <= Instant::now()).is_some() {
                let still = seats.taken().join(", ");
                // There may be nobody to read it.
                let _ = writeln!(io::stderr(), "still waiting for the end of the run: {still}");
            }
        }
    }

    /// Ends [`serve`](Hooks::serve); what has not been called by then never will be.
    pub(crate) fn close(&self, stop: &Stop) {
        // Relaxed: see `serve`.
        self.closed.store(true, Ordering::Relaxed);
        stop.nudge();
    }

    fn waiting<T>(&self, change: impl FnOnce(&mut Vec<Hook>) -> T) -> T {
        change(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks").finish_non_exhaustive()
    }
}
