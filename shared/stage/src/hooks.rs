//! What is to be called when a run is asked to stop.

use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::panics;
use crate::stop::{Fault, FaultKind, Stop};

type Hook = Box<dyn FnOnce() + Send>;

/// The hooks of one run.
#[derive(Default)]
pub(crate) struct Hooks {
    waiting: Mutex<Vec<Hook>>,
    closed: AtomicBool,
}

impl Hooks {
    pub(crate) fn add(&self, hook: Hook, stop: &Stop) {
        self.take_or(|waiting| waiting.push(hook));
        stop.nudge();
    }

    /// Calls hooks as the stop is asked for, and those added after that as they come, until [`close`](Hooks::close).
    /// This is the body of a thread that holds no lock, so that a hook may take any.
    pub(crate) fn serve(&self, stop: &Stop) {
        loop {
            // Relaxed: `close` sets it before it takes the mutex that `wait_until` reads it under.
            let closed = || self.closed.load(Ordering::Relaxed);
            stop.wait_until(|| closed() || (stop.is_asked() && !self.take_or(|waiting| waiting.is_empty())));
            if closed() {
                return;
            }
            for hook in self.take_or(std::mem::take) {
                if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(hook)) {
                    let place = panics::claim().and_then(|panic| panic.place);
                    let message = panics::message_of(&*payload);
                    let worker = "a function to be called at a stop".to_owned();
                    let kind = FaultKind::Panic;
                    stop.fault(Fault { worker, piece: None, waiting_on: None, kind, message, place });
                }
            }
        }
    }

    /// Ends [`serve`](Hooks::serve); what has not been called by then never will be.
    pub(crate) fn close(&self, stop: &Stop) {
        // Relaxed: see `serve`.
        self.closed.store(true, Ordering::Relaxed);
        stop.nudge();
    }

    fn take_or<T>(&self, change: impl FnOnce(&mut Vec<Hook>) -> T) -> T {
        change(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks").finish_non_exhaustive()
    }
}
