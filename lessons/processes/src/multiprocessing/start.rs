//! To start a process.
//!
//! It is *spawned*: the same executable from its beginning, with an argument that says so. The other way, `fork`,
//! copies the running program with all its memory but only one of its threads: locks that the others held stay locked
//! in the copy for ever. That is why Python left it as its standard, and why it is not here.
//!
//! Parent and child are connected by a socket, the *lifeline*. What is to be done comes along it. After that nothing
//! does, until it ends: because the parent has dropped the process, or is dead itself. A *daemon* listens for that, and
//! ends too. So none is left behind, not even by a parent that was killed.

use std::env;
use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;
use thiserror::Error;

use super::child::Beginning;
use super::process::Process;
use super::task::{self, MARK, NoTask, Task};
use super::{child, parcel};

/// Why a process could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// `enter` was not called. The process would begin as this one did, and start another one, which would start
    /// another one. `multiprocessing` has a long error message for that, about `if __name__ == "__main__":`.
    #[error("`enter` has to be called at the beginning of `main`, before a process can be started")]
    NotEntered,
    /// The task is not among those that `enter` was given.
    #[error("`enter` was not told of the task {0:?}")]
    UnknownTask(&'static str),
    /// The arguments cannot be serialised.
    #[error("the arguments cannot be serialised")]
    Arguments(#[from] postcard::Error),
    /// The operating system has no process to give, or no way to tell it what to do.
    #[error("no process could be started")]
    System(#[from] io::Error),
}

/// How a process is to be.
#[derive(Clone, Debug, Default)]
#[must_use = "it is only how a process is to be"]
pub struct Builder {
    name: Option<String>,
    daemon: bool,
    own_group: bool,
    executable: Option<PathBuf>,
}

impl Builder {
    /// One that is no daemon, of this executable.
    pub fn new() -> Builder {
        Builder::default()
    }

    /// What it is called: `process-1` and so on unless told otherwise.
    pub fn name(self, name: impl Into<String>) -> Builder {
        Builder { name: Some(name.into()), ..self }
    }

    /// Makes it a daemon: it is killed when its [`Process`] is dropped, and ends when its parent does, however that
    /// was. One that is no daemon goes on when its parent is killed, and to drop it is to wait for it.
    pub fn daemon(self) -> Builder {
        Builder { daemon: true, ..self }
    }

    /// Has it not hear Ctrl-C: the terminal sends that to all processes of a group. Its parent decides then.
    pub fn own_group(self) -> Builder {
        Builder { own_group: true, ..self }
    }

    /// Another executable than this one. Its `main` has to begin with `enter`, and know the task.
    pub fn executable(self, path: impl Into<PathBuf>) -> Builder {
        Builder { executable: Some(path.into()), ..self }
    }

    /// Starts it. Does not wait for what it does.
    ///
    /// What the arguments own is dropped here when it has arrived there: after that the child alone has the end of a
    /// pipe that it was given, and when it ends the other end is told.
    ///
    /// A process that is killed before it has read what it is to do was started all the same: it has ended, and its
    /// [`exit`](Process::exit) says how.
    ///
    /// # Errors
    /// If it cannot be started. Nothing is left of it then.
    pub fn start<A: Serialize, R>(
        self,
        task: &'static Task<A, R>,
        arguments: A,
    ) -> Result<Process, StartError> {
        match task::find(task.name()) {
            Ok(_) => {}
            Err(NoTask::NotEntered) => return Err(StartError::NotEntered),
            // Another executable may have others.
            Err(NoTask::Unknown) if self.executable.is_some() => {}
            Err(NoTask::Unknown) => return Err(StartError::UnknownTask(task.name())),
        }
        self.start_by_name(task.name(), || postcard::to_stdvec(&arguments))
    }

    // ANCHOR: start
    pub(super) fn start_by_name(
        self,
        task: &str,
        arguments: impl FnOnce() -> Result<Vec<u8>, postcard::Error>,
    ) -> Result<Process, StartError> {
        if !task::has_entered() {
            return Err(StartError::NotEntered);
        }
        let parcel = parcel::pack(arguments)?;
        let (ours, theirs) = UnixStream::pair()?;
        let mut command = Command::new(self.executable.unwrap_or_else(this_executable));
        // The child's standard input is its end of the lifeline, so that it needs no number to be told.
        command.arg(MARK).stdin(OwnedFd::from(theirs));
        if self.own_group {
            command.process_group(0);
        }
        let name = self.name.unwrap_or_else(next_name);
        // From here on it is a `Process`: if anything fails, it is dropped, which kills it.
        let mut process = Process::of(command.spawn()?, name, ours)?;
        // Closes the child's end of the lifeline in this process, so that its end is seen here too.
        drop(command);
        let beginning = Beginning {
            name: process.name().to_owned(),
            daemon: self.daemon,
            task: task.to_owned(),
            arguments: parcel.bytes,
        };
        match child::send_off(process.lifeline(), &beginning, &parcel.descriptors) {
            // It has ended before it had read that. Had it been killed a moment later, with all said and nothing read,
            // nobody could have told here; so it is no error that it was a moment earlier. How it ended, its exit says.
            Err(error) if matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => {}
            sent => sent?,
        }
        process.settle(self.daemon);
        Ok(process)
    }
    // ANCHOR_END: start
}

/// The executable of this process: what it *was* begun with, also if another one has been built in its place meanwhile.
fn this_executable() -> PathBuf {
    match cfg!(target_os = "linux") {
        // In the child, after the fork and before its own beginning, this is still the parent's.
        true => PathBuf::from("/proc/self/exe"),
        false => env::current_exe().unwrap_or_default(),
    }
}

fn next_name() -> String {
    static STARTED: AtomicUsize = AtomicUsize::new(1);
    // Relaxed: a number that is drawn, which publishes nothing.
    format!("process-{}", STARTED.fetch_add(1, Ordering::Relaxed))
}
