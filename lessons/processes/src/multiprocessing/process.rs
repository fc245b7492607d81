//! To start a process, and to see it end.
//!
//! A process is started by *spawning*: the same executable from its beginning, with an argument that says so. The other
//! way, `fork`, copies the running program with all its memory but only one of its threads: locks that the others held
//! stay locked in the copy for ever. That is why Python left it as its standard, and why it is not here.
//!
//! Parent and child are connected by a socket, the *lifeline*. What is to be done comes along it. After that nothing
//! does, until it ends: because the parent has dropped the process, or is dead itself. A *daemon* listens for that, and
//! ends too. So none is left behind, not even by a parent that was killed.
//!
//! A process that has ended stays in the system's table, a *zombie*, until its parent asks how it ended; and from that
//! moment on its number may be another process's. So there is one thread for each process, which waits for its end
//! *without* asking, and then asks while it holds the lock under which signals are sent:
//!
//! | `exit` is | the number is | a signal |
//! |---|---|---|
//! | `None` | the child's: it runs, or is a zombie | is sent |
//! | `Some` | anybody's | is not sent |

use std::fmt;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use serde::Serialize;
use thiserror::Error;

use super::child::Beginning;
use super::task::{self, MARK, NoTask, Task};
use super::{child, parcel};
use crate::by_hand::pool::Kill;
use crate::sync::{Condvar, Deadline, Mutex};

/// How much stack a thread needs that only waits.
const SMALL_STACK: usize = 64 * 1024;

/// How a process has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// By itself, with this code. 0 says that all went well, 101 that it panicked.
    Code(i32),
    /// By this signal.
    Signal(i32),
    /// The system does not tell: somebody else has asked it before.
    Unknown,
}

impl Exit {
    /// Whether it ended by itself, and says that all went well.
    #[must_use]
    pub fn is_success(self) -> bool {
        self == Exit::Code(0)
    }

    fn of(status: io::Result<ExitStatus>) -> Exit {
        let Ok(status) = status else { return Exit::Unknown };
        match (status.code(), status.signal()) {
            (Some(code), _) => Exit::Code(code),
            (None, Some(signal)) => Exit::Signal(signal),
            (None, None) => Exit::Unknown,
        }
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [(Signal::KILL, "SIGKILL"), (Signal::TERM, "SIGTERM"), (Signal::INT, "SIGINT"), (Signal::SEGV, "SIGSEGV")];
        match self {
            Exit::Code(code) => write!(f, "ended with exit code {code}"),
            Exit::Signal(number) => match named.iter().find(|(signal, _)| signal.as_raw() == *number) {
                Some((_, name)) => write!(f, "was killed by {name}"),
                None => write!(f, "was killed by signal {number}"),
            },
            Exit::Unknown => f.write_str("ended, nobody knows how"),
        }
    }
}

/// Why a process could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// `enter` was not called. The process would begin as this one did, and start another one, which would start another
    /// one. `multiprocessing` has a long error message for that, about `if __name__ == "__main__":`.
    #[error("`enter` has to be called at the beginning of `main`, before a process can be started")]
    NotEntered,
    /// The task is not among those that `enter` was given.
    #[error("`enter` was not told of the task {0:?}")]
    UnknownTask(&'static str),
    /// The arguments cannot be serialised.
    #[error("the arguments cannot be serialised")]
    Arguments(#[from] postcard::Error),
    /// The operating system has no process to give, or it ended before it had read what it is to do.
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

    /// Makes it a daemon: it is killed when its [`Process`] is dropped, and ends when its parent does, however that was.
    /// One that is no daemon goes on when its parent is killed, and to drop it is to wait for it.
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
    /// What the arguments own is dropped here when it has arrived there: after that the child alone has the end of a pipe
    /// that it was given, and when it ends the other end is told.
    ///
    /// # Errors
    /// If it cannot be started. Nothing is left of it then.
    pub fn start<A: Serialize, R>(self, task: &'static Task<A, R>, arguments: A) -> Result<Process, StartError> {
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
        child::send_off(process.lifeline.as_ref().expect("it is whole"), &beginning, &parcel.descriptors)?;
        process.daemon = self.daemon;
        Ok(process)
    }
    // ANCHOR_END: start
}

/// The executable of this process: what it *was* begun with, also if another one has been built in its place meanwhile.
fn this_executable() -> PathBuf {
    match cfg!(target_os = "linux") {
        // In the child, after the fork and before its own beginning, this is still the parent's.
        true => PathBuf::from("/proc/self/exe"),
        false => std::env::current_exe().unwrap_or_default(),
    }
}

fn next_name() -> String {
    static STARTED: AtomicUsize = AtomicUsize::new(1);
    // Relaxed: a number that is drawn, which publishes nothing.
    format!("process-{}", STARTED.fetch_add(1, Ordering::Relaxed))
}

// ANCHOR: type
/// A process that this one has started.
///
/// To drop it is to wait for its end; if it is a daemon, to kill it first. So none is left as a zombie.
///
/// # Invariants
///
/// 1. The child's number is its own as long as `exit` is `None`: it is asked how it ended only under the lock.
/// 2. `exit` is set once, by the waiter, which ends after that.
#[must_use = "to drop it is to wait for it, or to kill it"]
pub struct Process {
    shared: Arc<Shared>,
    waiter: Option<JoinHandle<()>>,
    /// Its end tells a daemon to end. `None` while this is being dropped.
    lifeline: Option<UnixStream>,
    daemon: bool,
}

/// What a process, its waiter and its switches share.
struct Shared {
    name: String,
    pid: Pid,
    state: Mutex<State>,
    /// Notified when `exit` is set.
    ended: Condvar,
}

struct State {
    child: Child,
    exit: Option<Exit>,
}
// ANCHOR_END: type

impl Process {
    /// Starts a process that does `task`; see [`Builder`] for all that can be said about it. Its result is dropped: give
    /// the task the end of a [`pipe`](super::pipe) if it is to say something.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn spawn<A: Serialize, R>(task: &'static Task<A, R>, arguments: A) -> Result<Process, StartError> {
        Builder::new().start(task, arguments)
    }

    /// A daemon until told otherwise: so it is killed if anything goes wrong.
    fn of(child: Child, name: String, lifeline: UnixStream) -> io::Result<Process> {
        let pid = Pid::from_child(&child);
        let state = Mutex::new(State { child, exit: None });
        let shared = Arc::new(Shared { name, pid, state, ended: Condvar::new() });
        let mut process = Process { shared, waiter: None, lifeline: Some(lifeline), daemon: true };
        let shared = Arc::clone(&process.shared);
        let waiter = thread::Builder::new().name("waiter".to_owned()).stack_size(SMALL_STACK);
        process.waiter = Some(waiter.spawn(move || shared.see_it_end())?);
        Ok(process)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// Its number in the system. It is another's, or nobody's, some time after it has ended.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.shared.pid()
    }

    /// Whether it is killed when this is dropped.
    #[must_use]
    pub fn is_daemon(&self) -> bool {
        self.daemon
    }

    /// Whether it has not ended.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.exit().is_none()
    }

    /// How it has ended, if it has. Does not block.
    #[must_use]
    pub fn exit(&self) -> Option<Exit> {
        self.shared.exit()
    }

    /// Blocks until it has ended. May be called any number of times, by any number of threads.
    pub fn join(&self) -> Exit {
        self.join_until(Deadline::NEVER).expect("it has ended, or this waits on")
    }

    /// Blocks until it has ended, for `timeout` at most; `None` if it has not. Zero means: look.
    #[must_use]
    pub fn join_timeout(&self, timeout: Duration) -> Option<Exit> {
        self.join_until(Deadline::after(timeout))
    }

    // ANCHOR: join
    fn join_until(&self, deadline: Deadline) -> Option<Exit> {
        let mut state = self.shared.state.lock();
        while state.exit.is_none() {
            if self.shared.ended.wait_until(&mut state, deadline).timed_out() {
                break;
            }
        }
        state.exit
    }
    // ANCHOR_END: join

    /// Asks it to end: SIGTERM, which it may have arranged to clean up after. Nothing happens if it has ended.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn terminate(&self) -> io::Result<()> {
        self.shared.signal(Signal::TERM)
    }

    /// Ends it at once: SIGKILL, which it does not notice. Nothing happens if it has ended.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn kill(&self) -> io::Result<()> {
        self.shared.signal(Signal::KILL)
    }

    /// What kills it, for others to keep.
    #[must_use]
    pub fn switch(&self) -> Switch {
        Switch(Arc::clone(&self.shared))
    }
}

impl Shared {
    fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    fn exit(&self) -> Option<Exit> {
        self.state.lock().exit
    }

    // ANCHOR: waiter
    /// The whole of the waiter's life.
    fn see_it_end(&self) {
        // Leaves it a zombie, whose number is nobody else's.
        while let Err(rustix::io::Errno::INTR) =
            waitid(WaitId::Pid(self.pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
        {}
        let mut state = self.state.lock();
        // Does not block any more, and ends the zombie.
        state.exit = Some(Exit::of(state.child.wait()));
        // No wakeup is lost: who joins looks at `exit` under the lock, which is held here. Any number may join.
        self.ended.notify_all();
    }

    fn signal(&self, signal: Signal) -> io::Result<()> {
        let state = self.state.lock();
        match state.exit {
            None => Ok(kill_process(self.pid, signal)?),
            Some(_) => Ok(()),
        }
    }
    // ANCHOR_END: waiter
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.daemon {
            // It cannot be refused: the child is this process's own, and alive or a zombie.
            let _ = self.kill();
        }
        if let Some(waiter) = self.waiter.take() {
            // Before the lifeline ends: who is no daemon does not notice either way.
            waiter.join().expect("the waiter does not panic");
        } else {
            // The system had no thread for a waiter.
            let _ = self.shared.state.lock().child.wait();
        }
        self.lifeline = None;
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process")
            .field("name", &self.name())
            .field("pid", &self.pid())
            .field("daemon", &self.daemon)
            .field("exit", &self.exit())
            .finish_non_exhaustive()
    }
}

/// Kills a process. It may be kept longer than the [`Process`] itself.
#[derive(Clone)]
pub struct Switch(Arc<Shared>);

impl Switch {
    /// The number of the process in the system; see [`Process::pid`].
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.0.pid()
    }

    /// How the process has ended, if it has. Does not block.
    #[must_use]
    pub fn exit(&self) -> Option<Exit> {
        self.0.exit()
    }
}

impl Kill for Switch {
    fn kill(&self) {
        // It cannot be refused: see `Process::drop`.
        let _ = self.0.signal(Signal::KILL);
    }
}

impl fmt::Debug for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Switch").field(&self.0.name).finish()
    }
}

impl AsFd for Process {
    /// The lifeline: it becomes readable when the process has ended. For whoever waits for several things at once.
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.lifeline.as_ref().expect("it is whole").as_fd()
    }
}
