//! Timers by hand, in three steps.
//!
//! 1. [`Call`]: a function that is called once or never, whoever comes first, the one who calls it or the one who
//!    calls it off. There is no time in it.
//! 2. [`Timer`]: one call, and a thread of its own that sleeps until it is time.
//! 3. [`Timers`]: many calls, and one thread for all of them, which sleeps until the nearest.
//!
//! Each step can be read and checked without the ones after it.

#[path = "by_hand/1_call.rs"]
mod call;

#[path = "by_hand/2_one.rs"]
mod one;

#[path = "by_hand/3_many.rs"]
mod many;

use std::error::Error;
use std::fmt;
use std::io;

pub use call::{Call, Ending, Panic};
pub use many::{Handle, Timers};
pub use one::Timer;

/// Why joining did not bring an [`Ending`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinError {
    /// The function was called, and panicked.
    Panicked(Panic),
    /// The time to wait was over before.
    TimedOut,
    /// The timer has not been started, so there is nothing to wait for.
    NotStarted,
    /// The calling thread is the one that has to make the call: it would wait for itself.
    WouldWaitForItself,
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JoinError::Panicked(panic) => write!(f, "the function panicked: {panic}"),
            JoinError::TimedOut => f.write_str("the call had not ended in time"),
            JoinError::NotStarted => f.write_str("the timer has not been started"),
            JoinError::WouldWaitForItself => {
                f.write_str("the call is to be made by the thread that wants to wait for it")
            }
        }
    }
}

impl Error for JoinError {}

/// Why a timer was not started.
#[derive(Debug)]
pub enum StartError {
    /// It has been started before.
    AlreadyStarted,
    /// The system has no thread left. It can be tried again.
    NoThread(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StartError::AlreadyStarted => f.write_str("a timer can be started once"),
            StartError::NoThread(error) => write!(f, "no thread could start for the timer: {error}"),
        }
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            StartError::AlreadyStarted => None,
            StartError::NoThread(error) => Some(error),
        }
    }
}
