//! How an interruption reaches the program.
//!
//! A thread of its own sleeps until a signal comes. That is all where there are about as many threads as processors.
//! But a lesson may have hundreds of threads that compute at once. Then a thread that wakes up waits for its turn
//! behind all of them, and that takes longer than a person should wait for an answer to Ctrl-C. So on Linux, Ctrl-C is
//! no event that somebody has to be woken for, but something that can be looked at: every thread keeps the signal
//! blocked, so that it stays where it is until somebody reads it, and whoever computes looks there from time to time.

use std::{fmt, io};

/// What listens, and can be asked to look.
pub(crate) struct Signals {
    #[cfg(target_os = "linux")]
    waiting: std::sync::Arc<linux::Waiting>,
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
        let signals = Signals {
            #[cfg(target_os = "linux")]
            waiting: linux::Waiting::listen(interrupted.clone())?,
        };
        // This starts a thread, so it comes second. On Linux it is left with the request to terminate.
        ctrlc::set_handler(interrupted).map_err(io::Error::other)?;
        Ok(signals)
    }

    /// Hears an interruption that has come and has not been heard. It is cheap enough for whoever computes to call
    /// between rows: most calls do nothing.
    pub(crate) fn look(&self) {
        #[cfg(target_os = "linux")]
        self.waiting.look();
    }
}

impl fmt::Debug for Signals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signals").finish_non_exhaustive()
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::cell::Cell;
    use std::io;
    use std::os::fd::AsFd;
    use std::sync::Arc;
    use std::thread;

    use nix::errno::Errno;
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use nix::sys::signal::{SigSet, Signal};
    use nix::sys::signalfd::{SfdFlags, SignalFd};

    /// Of so many looks of a thread, one asks the system. The others cost next to nothing.
    const LOOKS_FOR_ONE: u32 = 16;

    thread_local! {
        static LOOKS: Cell<u32> = const { Cell::new(0) };
    }

    /// Interruptions that nobody has heard yet.
    pub(super) struct Waiting {
        signals: SignalFd,
        interrupted: Box<dyn Fn() + Send + Sync>,
    }

    impl Waiting {
        pub(super) fn listen(interrupted: impl Fn() + Send + Sync + 'static) -> io::Result<Arc<Waiting>> {
            let mut interrupt = SigSet::empty();
            interrupt.add(Signal::SIGINT);
            // Threads inherit it from the one that starts them.
            interrupt.thread_block()?;
            let signals = SignalFd::with_flags(&interrupt, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?;
            let waiting = Arc::new(Waiting { signals, interrupted: Box::new(interrupted) });
            let listener = Arc::clone(&waiting);
            thread::Builder::new().name("signals".to_owned()).spawn(move || listener.hear_all())?;
            Ok(waiting)
        }

        /// Sleeps until a signal comes, again and again.
        fn hear_all(&self) {
            let mut coming = [PollFd::new(self.signals.as_fd(), PollFlags::POLLIN)];
            while matches!(poll(&mut coming, PollTimeout::NONE), Ok(_) | Err(Errno::EINTR)) {
                self.hear();
            }
        }

        pub(super) fn look(&self) {
            let before = LOOKS.replace(LOOKS.get().wrapping_add(1));
            if before.is_multiple_of(LOOKS_FOR_ONE) {
                self.hear();
            }
        }

        /// A signal is read by one thread only, whoever else looks at the same time.
        fn hear(&self) {
            if let Ok(Some(_signal)) = self.signals.read_signal() {
                (self.interrupted)();
            }
        }
    }
}
