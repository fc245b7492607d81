//! Step 1: a function that is called once, or never.
//!
//! *The algorithm.* Somebody will want to make the call, and somebody may want to call it off, perhaps at the same
//! moment. What decides is the *phase*, under a lock. Whoever turns "pending" into something else has won, and takes
//! the function out as they do. So the other one finds nothing to call, and nothing to call off.
//!
//! | phase | `run` | `cancel` | `join_until` |
//! |---|---|---|---|
//! | **pending** | makes it running, and calls | makes it ended: cancelled | waits |
//! | **running** | does nothing | comes too late | waits; but not in the thread that runs |
//! | **ended** | does nothing | comes too late | says how |
//!
//! *Invariants.* Between any two holders of the lock:
//!
//! 1. The function is there if and only if the phase is pending.
//! 2. The phase goes forward only: pending, running, ended, or from pending straight to ended.
//!
//! Nothing of the function's runs under the lock, neither its call nor the dropping of what it has captured: both are
//! somebody else's code, which may use this very call.

use std::any::Any;
use std::fmt;
use std::mem;

use super::JoinError;
use crate::sync::{Arc, Condvar, Deadline, Mutex, catch_unwind, panics, thread};

// ANCHOR: phase
/// A function that is called once or never.
///
/// ```
/// use timer::by_hand::{Call, Ending};
/// use sync_real::Deadline;
///
/// let call = Call::new(|| println!("called"));
/// assert!(call.cancel());
/// call.run(); // It is too late for that: nothing is printed.
/// assert_eq!(call.join_until(Deadline::NEVER), Ok(Ending::Cancelled));
/// ```
pub struct Call {
    phase: Mutex<Phase>,
    /// Notified when the phase has changed.
    changed: Condvar,
}

enum Phase {
    /// Neither called nor cancelled so far.
    Pending(Function),
    /// The thread is at it.
    Running(thread::ThreadId),
    /// It is over, in this way.
    Ended(Result<Ending, Panic>),
}

type Function = Box<dyn FnOnce() + Send>;

/// How a call has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The function was called, and has returned.
    Called,
    /// It was cancelled before, and will never be called.
    Cancelled,
}
// ANCHOR_END: phase

/// A panic of a function. The one who asks how the call has ended is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    message: Arc<str>,
}

impl Panic {
    fn of(payload: Box<dyn Any + Send>) -> Panic {
        Panic { message: panics::into_message(payload).into() }
    }

    /// What it said.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Call {
    /// A call that is pending.
    #[must_use]
    pub fn new(function: impl FnOnce() + Send + 'static) -> Call {
        Call { phase: Mutex::new(Phase::Pending(Box::new(function))), changed: Condvar::new() }
    }

    // ANCHOR: decide
    /// Calls the function in this thread and returns when it has, unless it was called or
    /// cancelled before: then this does nothing. A panic of the function is contained, and told
    /// to who joins.
    pub fn run(&self) {
        let Some(function) = self.leave_pending(Phase::Running(thread::current().id())) else { return };
        let outcome = catch_unwind(function);
        let ended = outcome.map(|()| Ending::Called).map_err(Panic::of);
        *self.phase.lock() = Phase::Ended(ended);
        // No wakeup is lost: who waits has looked at the phase under the lock that was held when
        // it changed, and gives the lock back only by waiting. Whoever waits for the end is
        // concerned.
        self.changed.notify_all();
    }

    /// Calls it off. Returns whether it did: then the function will never be called, and has been
    /// dropped. If it is running, has ended, or was cancelled before, this does nothing.
    pub fn cancel(&self) -> bool {
        let function = self.leave_pending(Phase::Ended(Ok(Ending::Cancelled)));
        // Dropped here, without the lock.
        function.is_some()
    }

    /// Goes on to the next phase and takes the function out, if the phase is pending (invariant
    /// 1).
    fn leave_pending(&self, next: Phase) -> Option<Function> {
        let mut phase = self.phase.lock();
        match mem::replace(&mut *phase, next) {
            Phase::Pending(function) => {
                // No wakeup is lost: as in `run`. Who sleeps until it is time is concerned, and
                // so is who waits for the end.
                self.changed.notify_all();
                Some(function)
            }
            before => {
                *phase = before;
                None
            }
        }
    }
    // ANCHOR_END: decide

    // ANCHOR: wait
    /// Blocks until the deadline has passed, and not less; or until the call is no longer
    /// pending.
    pub fn sleep_until(&self, deadline: Deadline) {
        let mut phase = self.phase.lock();
        while matches!(*phase, Phase::Pending(_)) {
            if self.changed.wait_until(&mut phase, deadline).timed_out() {
                return;
            }
        }
    }

    /// Blocks until the call has ended, or until the deadline. Any number of threads may, and as
    /// often as they like.
    ///
    /// # Errors
    /// The function's panic; that the time is over; that this thread is the one that makes the
    /// call, just now.
    pub fn join_until(&self, deadline: Deadline) -> Result<Ending, JoinError> {
        let mut phase = self.phase.lock();
        let mut timed_out = false;
        while !timed_out {
            match &*phase {
                Phase::Ended(_) => break,
                Phase::Running(by) if *by == thread::current().id() => {
                    return Err(JoinError::WouldWaitForItself);
                }
                Phase::Pending(_) | Phase::Running(_) => {}
            }
            timed_out = self.changed.wait_until(&mut phase, deadline).timed_out();
        }
        // If it has ended as the time ran out, that is what is told.
        match &*phase {
            Phase::Ended(ended) => ended.clone().map_err(JoinError::Panicked),
            Phase::Pending(_) | Phase::Running(_) => Err(JoinError::TimedOut),
        }
    }
    // ANCHOR_END: wait
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let phase = match &*self.phase.lock() {
            Phase::Pending(_) => "pending",
            Phase::Running(_) => "running",
            Phase::Ended(Ok(Ending::Called)) => "called",
            Phase::Ended(Ok(Ending::Cancelled)) => "cancelled",
            Phase::Ended(Err(_)) => "panicked",
        };
        f.debug_struct("Call").field("phase", &phase).finish_non_exhaustive()
    }
}
