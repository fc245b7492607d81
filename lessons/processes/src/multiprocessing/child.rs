//! What a process does at its beginning, and what its parent does for that.

use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::panic::catch_unwind;
use std::process;
use std::sync::OnceLock;
use std::{fs, thread};

use rustix::cmsg_space;
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags, recvmsg, sendmsg,
};
use serde::{Deserialize, Serialize};

use super::task::Times;
use super::{frame, parcel, task, worker};

/// The exit code of a process that panicked: that of every program in Rust.
const PANICKED: i32 = 101;
/// The exit code of a process that could not find out what it is to do.
const NOT_BEGUN: i32 = 102;
/// The exit code of a daemon whose parent has ended.
const ORPHANED: i32 = 103;
/// How many descriptors the system passes on at once.
const MOST_DESCRIPTORS: usize = 253;

/// What a process is told at its beginning.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Beginning {
    pub name: String,
    pub daemon: bool,
    pub task: String,
    pub arguments: Vec<u8>,
}

/// Who this process is, if it was started by another one of this program.
#[derive(Debug)]
pub struct Current {
    name: String,
    daemon: bool,
}

static CURRENT: OnceLock<Current> = OnceLock::new();

/// Who this process is, if it was started by another one of this program.
#[must_use]
pub fn current() -> Option<&'static Current> {
    CURRENT.get()
}

impl Current {
    /// What its parent calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it ends with its parent.
    #[must_use]
    pub fn is_daemon(&self) -> bool {
        self.daemon
    }
}

/// In the parent: tells it what to do.
pub(super) fn send_off(
    lifeline: &UnixStream,
    beginning: &Beginning,
    descriptors: &[OwnedFd],
) -> io::Result<()> {
    if descriptors.len() > MOST_DESCRIPTORS {
        let message = format!(
            "{} descriptors are more than the {MOST_DESCRIPTORS} that can be passed on",
            descriptors.len()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let frame = frame::compose(beginning).map_err(io::Error::other)?;
    let borrowed: Vec<_> = descriptors.iter().map(AsFd::as_fd).collect();
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut rights = SendAncillaryBuffer::new(&mut space);
    if !borrowed.is_empty() {
        assert!(
            rights.push(SendAncillaryMessage::ScmRights(&borrowed)),
            "there is space for as many as may be"
        );
    }
    // The descriptors go with the first byte. The rest may take several turns.
    let sent = sendmsg(lifeline, &[IoSlice::new(&frame)], &mut rights, SendFlags::empty())?;
    (&*lifeline).write_all(&frame[sent..])
}

/// In the child: what it is told.
fn receive(lifeline: &UnixStream) -> Result<(Beginning, Vec<OwnedFd>), frame::FrameError> {
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut rights = RecvAncillaryBuffer::new(&mut space);
    let mut first = [0];
    let received = recvmsg(lifeline, &mut [IoSliceMut::new(&mut first)], &mut rights, RecvFlags::empty());
    if received.map_err(io::Error::from)?.bytes == 0 {
        return Err(frame::FrameError::Disconnected);
    }
    let mut descriptors = Vec::new();
    for message in rights.drain() {
        if let RecvAncillaryMessage::ScmRights(arrived) = message {
            descriptors.extend(arrived);
        }
    }
    for descriptor in &descriptors {
        // Not for the processes that this one may start: whoever has a copy of an end keeps the pipe open.
        fcntl_setfd(descriptor, FdFlags::CLOEXEC).map_err(io::Error::from)?;
    }
    let frame = frame::read(&mut first.chain(lifeline))?;
    let beginning =
        postcard::from_bytes(&frame).map_err(|error| frame::FrameError::Io(io::Error::other(error)))?;
    Ok((beginning, descriptors))
}

// ANCHOR: begin
/// In the child, from `enter`: does what it was started for, and ends.
pub(super) fn begin() -> ! {
    let code = match catch_unwind(find_out_and_do) {
        Ok(Ok(())) => 0,
        Ok(Err(why)) => {
            eprintln!("a process could not begin: {why}");
            NOT_BEGUN
        }
        Err(_) => PANICKED,
    };
    process::exit(code)
}

fn find_out_and_do() -> Result<(), String> {
    let lifeline = take_lifeline().map_err(|error| format!("its standard input: {error}"))?;
    let (beginning, descriptors) = receive(&lifeline).map_err(|error| error.to_string())?;
    let Beginning { name, daemon, task, arguments } = beginning;
    if daemon {
        end_with(lifeline).map_err(|error| format!("no thread: {error}"))?;
    } else {
        // Kept until the end, for the parent to see it.
        std::mem::forget(lifeline);
    }
    CURRENT.set(Current { name, daemon }).expect("a process begins once");
    parcel::arrive(descriptors);
    if task == worker::TASK {
        return worker::work(&arguments);
    }
    let found = task::find(&task).map_err(|_| format!("`enter` was not told of the task {task:?}"))?;
    found.call(&arguments, Times::Once).map_err(|error| format!("the arguments of {task:?}: {error}"))?;
    Ok(())
}
// ANCHOR_END: begin

/// The lifeline is the standard input, and the standard input is empty after that, as it is in Python.
fn take_lifeline() -> io::Result<UnixStream> {
    let lifeline = io::stdin().as_fd().try_clone_to_owned()?;
    rustix::stdio::dup2_stdin(fs::File::open("/dev/null")?)?;
    Ok(UnixStream::from(lifeline))
}

/// Ends this process when the lifeline does.
fn end_with(mut lifeline: UnixStream) -> io::Result<()> {
    let listen = move || {
        // The parent says nothing more: it returns at the end of the parent, or of its interest.
        let _ = lifeline.read(&mut [0]);
        process::exit(ORPHANED)
    };
    thread::Builder::new().name("lifeline".to_owned()).spawn(listen).map(drop)
}
