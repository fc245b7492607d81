//! A worker of a pool: a process that does jobs until its connection ends.
//!
//! | the parent sends | the worker answers |
//! |---|---|
//! | the name of a task, and arguments | what comes of it: a result, or why there is none |
//! | nothing any more: its end is closed | it ends |
//!
//! One thing at a time: the parent sends the next job when it has the answer. So a worker that dies takes one job with
//! it at most, and the parent knows which.

use std::cell::RefCell;
use std::fmt;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::thread;

use serde::{Deserialize, Serialize};

use super::frame::{self, FrameError};
use super::parcel::Descriptor;
use super::process::{Exit, Process, Switch};
use super::start::{Builder, StartError};
use super::task::{self, Times};
use crate::by_hand::pool::{Failed, Worker};

/// What a worker's process is told that it is to do.
pub(super) const TASK: &str = "work for a pool";

/// What a job is: the name of a task. Its arguments follow as they are.
#[derive(Debug, Serialize, Deserialize)]
struct Request<'a> {
    task: &'a str,
    times: Times,
}

/// What has come of a job. A result follows as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Reply {
    Done,
    Panicked {
        message: String,
        place: Option<String>,
    },
    Unreadable(String),
    /// Not of this job: the initializer has panicked, before the first one.
    Unfit(String),
}

/// How a worker has ended, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Death {
    /// Its process has ended.
    Ended(Exit),
    /// The initializer panicked, with this message.
    Initializer(String),
    /// No process could be started.
    NotStarted(String),
    /// The pool has killed its workers, because it was told to.
    Dismissed,
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Death::Ended(exit) => write!(f, "a worker {exit}"),
            Death::Initializer(message) => write!(f, "the initializer of a worker panicked: {message}"),
            Death::NotStarted(why) => write!(f, "no worker could be started: {why}"),
            Death::Dismissed => f.write_str("all workers were killed on demand"),
        }
    }
}

/// Why a job that was done has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Panicked { message: String, place: Option<String> },
    Unreadable(String),
}

/// A job as it is sent.
pub(super) fn request(task: &str, times: Times, arguments: &[u8]) -> Result<Vec<u8>, FrameError> {
    let mut frame = frame::compose(&Request { task, times }).map_err(std::io::Error::other)?;
    frame::append(&mut frame, arguments);
    frame::check(&frame)?;
    Ok(frame)
}

// In the parent.

/// A task that each worker does before its first job, and its arguments.
pub(super) type Initializer = Box<dyn Fn() -> Result<(String, Vec<u8>), postcard::Error> + Send + Sync>;

/// A process, and the connection to it.
pub(super) struct PoolWorker {
    /// A daemon: dropped first, and killed.
    process: Process,
    connection: UnixStream,
}

impl PoolWorker {
    // ANCHOR: hire
    /// Starts one.
    pub fn hire(builder: Builder, initializer: Option<&Initializer>) -> Result<PoolWorker, StartError> {
        let (connection, theirs) = UnixStream::pair()?;
        let theirs = Descriptor::from(OwnedFd::from(theirs));
        let process = builder.daemon().own_group().start_by_name(TASK, || {
            // Its arguments are taken apart as well, into the same list.
            let initializer = initializer.map(|initializer| initializer()).transpose()?;
            postcard::to_stdvec(&(&theirs, initializer))
        })?;
        // From here on `theirs` is the worker's alone: if it dies, this end is told.
        Ok(PoolWorker { process, connection })
    }
    // ANCHOR_END: hire

    fn exchange(&mut self, request: &[u8]) -> Result<(Reply, Vec<u8>), FrameError> {
        frame::write(&mut self.connection, request)?;
        let frame = frame::read(&mut self.connection)?;
        let (reply, result) = postcard::take_from_bytes(&frame).map_err(std::io::Error::other)?;
        Ok((reply, result.to_vec()))
    }
}

impl Worker for PoolWorker {
    type Job = Vec<u8>;
    type Answer = Result<Vec<u8>, Fault>;
    type Death = Death;
    type Switch = Switch;

    // ANCHOR: work
    fn work(&mut self, request: &Vec<u8>) -> Result<Result<Vec<u8>, Fault>, Failed<Death>> {
        match self.exchange(request) {
            Ok((Reply::Done, result)) => Ok(Ok(result)),
            Ok((Reply::Panicked { message, place }, _)) => Ok(Err(Fault::Panicked { message, place })),
            Ok((Reply::Unreadable(why), _)) => Ok(Err(Fault::Unreadable(why))),
            Ok((Reply::Unfit(message), _)) => Err(Failed::Unfit(Death::Initializer(message))),
            Err(_) => {
                // The connection is no more, and most likely the process neither. How it ended, it ends with.
                let _ = self.process.kill();
                Err(Failed::Died(Death::Ended(self.process.join())))
            }
        }
    }
    // ANCHOR_END: work

    fn dead(&mut self) -> Option<Death> {
        self.process.exit().map(Death::Ended)
    }

    fn switch(&self) -> Switch {
        self.process.switch()
    }

    fn retire(self) {
        let PoolWorker { process, connection } = self;
        drop(connection);
        process.join();
    }
}

// In the worker.

// ANCHOR: worker
/// The whole of a worker's life. Returns when the parent has closed the connection, or is no more.
pub(super) fn work(arguments: &[u8]) -> Result<(), String> {
    let (connection, initializer): (Descriptor, Option<(String, Vec<u8>)>) =
        postcard::from_bytes(arguments).map_err(|error| format!("the arguments of a worker: {error}"))?;
    let mut connection = UnixStream::from(OwnedFd::from(connection));
    note_panics();
    let unfit = initializer.and_then(|(task, arguments)| match call(&task, Times::Once, &arguments) {
        (Reply::Done, _) => None,
        (Reply::Panicked { message: why, .. } | Reply::Unreadable(why) | Reply::Unfit(why), _) => Some(why),
    });
    // Any error says that the parent has left.
    while let Ok(request) = frame::read(&mut connection) {
        let (reply, result) = match (&unfit, postcard::take_from_bytes::<Request<'_>>(&request)) {
            (Some(why), _) => (Reply::Unfit(why.clone()), Vec::new()),
            (None, Ok((request, arguments))) => call(request.task, request.times, arguments),
            (None, Err(error)) => (Reply::Unreadable(error.to_string()), Vec::new()),
        };
        if answer(&mut connection, reply, &result).is_err() {
            break;
        }
    }
    Ok(())
}

/// Calls a task, and lives on if it panics.
fn call(task: &str, times: Times, arguments: &[u8]) -> (Reply, Vec<u8>) {
    let Ok(found) = task::find(task) else {
        return (Reply::Unreadable(format!("`enter` was not told of the task {task:?}")), Vec::new());
    };
    // Nothing of this process is left half done that another job could see, unless the task itself keeps it.
    match catch_unwind(AssertUnwindSafe(|| found.call(arguments, times))) {
        Ok(Ok(result)) => (Reply::Done, result),
        Ok(Err(error)) => (Reply::Unreadable(error.to_string()), Vec::new()),
        Err(panic) => (
            Reply::Panicked { message: panics::message(&*panic).to_owned(), place: PLACE.take() },
            Vec::new(),
        ),
    }
}

fn answer(connection: &mut UnixStream, reply: Reply, result: &[u8]) -> Result<(), FrameError> {
    let mut frame = frame::compose(&reply).map_err(std::io::Error::other)?;
    frame::append(&mut frame, result);
    match frame::write(connection, &frame) {
        Err(error @ FrameError::TooLong(_)) => answer(connection, Reply::Unreadable(error.to_string()), &[]),
        written => written,
    }
}
// ANCHOR_END: worker

thread_local! {
    /// Where this thread has panicked.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Has the place of a panic noted, where a task panics: who asks for its result is told. Nobody else is, so nothing
/// is printed but for other threads.
fn note_panics() {
    let worker = thread::current().id();
    let as_ever = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == worker {
            PLACE.set(info.location().map(ToString::to_string));
        } else {
            as_ever(info);
        }
    }));
}
