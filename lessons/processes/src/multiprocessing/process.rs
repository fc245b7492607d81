//! A process that was started, until its end.
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
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use serde::Serialize;

use super::start::{Builder, StartError};
use super::task::Task;
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
        let named = [
            (Signal::KILL, "SIGKILL"),
            (Signal::TERM, "SIGTERM"),
            (Signal::INT, "SIGINT"),
            (Signal::SEGV, "SIGSEGV"),
        ];
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
    /// Starts a process that does `task`; see [`Builder`] for all that can be said about it. Its result is dropped:
    /// give the task the end of a [`pipe`](super::pipe) if it is to say something.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn spawn<A: Serialize, R>(task: &'static Task<A, R>, arguments: A) -> Result<Process, StartError> {
        Builder::new().start(task, arguments)
    }

    /// A daemon until told otherwise: so it is killed if anything goes wrong.
    pub(super) fn of(child: Child, name: String, lifeline: UnixStream) -> io::Result<Process> {
        let pid = Pid::from_child(&child);
        let state = Mutex::new(State { child, exit: None });
        let shared = Arc::new(Shared { name, pid, state, ended: Condvar::new() });
        let mut process = Process { shared, waiter: None, lifeline: Some(lifeline), daemon: true };
        let shared = Arc::clone(&process.shared);
        let waiter = thread::Builder::new().name("waiter".to_owned()).stack_size(SMALL_STACK);
        process.waiter = Some(waiter.spawn(move || shared.see_it_end())?);
        Ok(process)
    }

    /// The parent's end of the lifeline.
    pub(super) fn lifeline(&self) -> &UnixStream {
        self.lifeline.as_ref().expect("it is whole")
    }

    /// Says whether it is a daemon, when it knows itself.
    pub(super) fn settle(&mut self, daemon: bool) {
        self.daemon = daemon;
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
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.lifeline().as_fd()
    }
}

#[cfg(test)]
mod tests {
    //! What can be caused from in here only: that somebody who joins is woken for nothing.

    use std::os::fd::OwnedFd;
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Instant;

    use super::*;

    #[test]
    fn the_timeout_of_a_join_covers_the_whole_call_however_often_it_wakes_up_inside() {
        const TIMEOUT: Duration = Duration::from_millis(60);
        // A program that goes on until its input ends.
        let (lifeline, theirs) = UnixStream::pair().expect("there are sockets");
        let child = Command::new("cat").stdin(OwnedFd::from(theirs)).spawn().expect("it starts");
        let process = Process::of(child, "cat".to_owned(), lifeline).expect("there are threads");
        let (end, ended) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| end.send(process.join_timeout(TIMEOUT)));
            let began = Instant::now();
            let exit = loop {
                match ended.recv_timeout(TIMEOUT / 3) {
                    Ok(exit) => break exit,
                    Err(_) => process.shared.ended.notify_all(),
                }
                assert!(began.elapsed() < Duration::from_secs(10), "it waits again and again");
            };
            assert_eq!(exit, None);
        });
    }
}
