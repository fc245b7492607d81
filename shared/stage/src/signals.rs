//! How an interruption reaches the program.
//!
//! A thread of its own sleeps until a signal comes. That is all where there are about as many threads as processors.
//! But a lesson may have hundreds of threads that compute at once. Then a thread that wakes up waits for its turn
//! behind all of them, and that takes longer than a person should wait for an answer to Ctrl-C. So on Linux, Ctrl-C is
//! no event that somebody has to be woken for, but something that can be looked at: every thread keeps the signal
//! blocked, so that it stays where it is until somebody reads it, and whoever computes looks there from time to time.

use std::sync::Arc;
use std::{fmt, io};

use crate::platform::Waiting;

/// What listens, and can be asked to look.
pub(crate) struct Signals {
    waiting: Arc<Waiting>,
}

impl Signals {
    /// Calls `interrupted` for each interruption, for the rest of the process: in a thread of its own, or in one that
    /// [`look`](Signals::look)s.
    ///
    /// A thread that runs already does not keep the signal blocked, and could be interrupted by it where nobody looks.
    /// So this is called before any other thread is started.
    ///
    /// # Errors
    /// If the system does not let it.
    pub(crate) fn listen(interrupted: impl Fn() + Clone + Send + Sync + 'static) -> io::Result<Signals> {
        let waiting = Waiting::listen(interrupted.clone())?;
        // This starts a thread, so it comes second. On Linux it is left with the request to terminate.
        ctrlc::set_handler(interrupted).map_err(io::Error::other)?;
        Ok(Signals { waiting })
    }

    /// Hears an interruption that has come and has not been heard. It is cheap enough for whoever computes to call
    /// between rows: most calls do nothing.
    pub(crate) fn look(&self) {
        self.waiting.look();
    }
}

impl fmt::Debug for Signals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signals").finish_non_exhaustive()
    }
}
