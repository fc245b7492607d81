//! Ctrl-C, and the system's request to terminate, which is treated alike.

use std::io::{self, Write};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::exit::Exit;
use crate::live;
use crate::signals::Signals;
use crate::stop::Stop;

/// What the program is about, which decides what an interruption does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nothing that would have to be tidied up: the program ends at once.
    #[default]
    Idle,
    /// Workers are drawing: the first interruption asks them to stop, the next one ends the program.
    Drawing,
    /// A file is being written: the writer gives up, and removes what it has written.
    Saving,
}

/// Whether and when the program was interrupted. Clones share one state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupts {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    phase: Phase,
    drawing_stopped: bool,
    saving_stopped: bool,
}

impl Interrupts {
    /// Starts to listen, for the rest of the process.
    pub(crate) fn listen(stop: &Stop) -> io::Result<Interrupts> {
        let interrupts = Interrupts::default();
        let (listener, asked) = (interrupts.clone(), stop.clone());
        stop.heed(Signals::listen(move || listener.interrupted(&asked))?);
        Ok(interrupts)
    }

    fn interrupted(&self, stop: &Stop) {
        // The state stays locked while the process exits, so that no file can be begun that nobody would remove.
        let mut state = self.lock();
        match state.phase {
            Phase::Saving => state.saving_stopped = true,
            Phase::Drawing if !state.drawing_stopped => {
                state.drawing_stopped = true;
                stop.interrupt();
            }
            Phase::Drawing | Phase::Idle => {
                live::show_cursor_for_good();
                process::exit(Exit::Interrupted.code().into());
            }
        }
    }

    /// Runs what the first interruption shall stop by way of the [`Stop`].
    pub(crate) fn while_drawing<T>(&self, draw: impl FnOnce() -> T) -> T {
        self.within(Phase::Drawing, draw)
    }

    /// Runs what writes a file through [`Interrupts::guard`].
    pub(crate) fn while_saving<T>(&self, save: impl FnOnce() -> T) -> T {
        self.within(Phase::Saving, save)
    }

    /// A writer that refuses to go on after an interruption.
    pub(crate) fn guard<'a>(&'a self, to: &'a mut dyn Write) -> impl Write + 'a {
        Guarded { interrupts: self, to }
    }

    /// Whether saving was interrupted.
    pub(crate) fn saving_stopped(&self) -> bool {
        self.lock().saving_stopped
    }

    fn within<T>(&self, phase: Phase, work: impl FnOnce() -> T) -> T {
        self.lock().phase = phase;
        let result = work();
        self.lock().phase = Phase::Idle;
        result
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Three plain values: whole whenever the lock is free.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Guarded<'a> {
    interrupts: &'a Interrupts,
    to: &'a mut dyn Write,
}

impl Write for Guarded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.interrupts.saving_stopped() {
            // Not `ErrorKind::Interrupted`, which means "try again".
            return Err(io::Error::other("interrupted"));
        }
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_interruption_of_drawing_asks_to_stop() {
        let (interrupts, stop) = (Interrupts::default(), Stop::new());
        interrupts.while_drawing(|| interrupts.interrupted(&stop));
        assert!(stop.is_interrupted());
        assert!(!interrupts.saving_stopped());
    }

    #[test]
    fn an_interruption_of_saving_makes_the_writer_give_up() {
        let (interrupts, stop) = (Interrupts::default(), Stop::new());
        let mut file = Vec::new();
        interrupts.while_saving(|| {
            interrupts.guard(&mut file).write_all(b"before").expect("nothing has happened yet");
            interrupts.interrupted(&stop);
            interrupts.guard(&mut file).write_all(b"after").expect_err("it was interrupted");
        });
        assert_eq!(file, b"before");
        assert!(interrupts.saving_stopped());
    }
}
