//! On Linux a signal can stay where it is until somebody looks for it.

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
pub(crate) struct Waiting {
    signals: SignalFd,
    interrupted: Box<dyn Fn() + Send + Sync>,
}

impl Waiting {
    /// Calls `interrupted` for each interruption: in a thread of its own, or in one that [`look`](Waiting::look)s.
    ///
    /// # Errors
    /// If the system does not let it.
    pub(crate) fn listen(interrupted: impl Fn() + Send + Sync + 'static) -> io::Result<Arc<Waiting>> {
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

    /// Hears an interruption that has come, if one has. Most calls do nothing.
    pub(crate) fn look(&self) {
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
