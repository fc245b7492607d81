//! Two connected ends, for values of any kind that can be serialised.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::net::Shutdown;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::frame::{self, FrameError, HEADER};
use super::parcel::Descriptor;
use crate::sync::{Deadline, Mutex};

/// Why a value was not sent or received.
#[derive(Debug, Error)]
pub enum PipeError {
    /// Nothing will come any more, or nobody will ever read what is sent: the other end has been dropped, wherever
    /// it was, or its process has ended.
    #[error("the other end has left")]
    Disconnected,
    /// Half of a value has come, and its sender has been killed.
    #[error("the other end has left in the middle of a value")]
    Torn,
    /// It has more bytes than a message may have. Nothing was sent; what was to be received cannot be passed over, so
    /// this end is of no use any more.
    #[error("a value of {0} bytes is too long")]
    TooLong(usize),
    /// The value cannot be serialised, or what has come is no value of its type. The next one may be.
    #[error("it cannot be serialised, or is nothing that can be deserialised")]
    Format(#[from] postcard::Error),
    /// The operating system says otherwise.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<FrameError> for PipeError {
    fn from(error: FrameError) -> PipeError {
        match error {
            FrameError::Disconnected => PipeError::Disconnected,
            FrameError::Torn => PipeError::Torn,
            FrameError::TooLong(length) => PipeError::TooLong(length),
            FrameError::Io(error) => PipeError::Io(error),
        }
    }
}

// ANCHOR: type
/// One end of a pipe, which sends values of type `S` and receives those of type `R`.
///
/// It may be an argument of a process: it is moved there. In Python it is copied, and one has to close the copy that
/// stays behind, or the end of the other process is never seen.
///
/// Several threads may use it at once; each value is sent and received whole.
pub struct End<S, R> {
    stream: UnixStream,
    /// Who holds it may write.
    sending: Mutex<()>,
    /// Who holds it may read, if there is anything to be read any more.
    receiving: Mutex<Receiving>,
    /// How many bytes have been received.
    received: AtomicU64,
    values: PhantomData<fn(S) -> R>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Receiving {
    /// The next byte is the first of a message.
    InStep,
    /// It may be anything.
    OutOfStep,
}
// ANCHOR_END: type

/// A value that does not exist.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Never {}

/// The end of a pipe that only sends.
pub type Sender<T> = End<T, Never>;
/// The end of a pipe that only receives.
pub type Receiver<T> = End<Never, T>;

/// Two connected ends. What one sends, the other receives, in the same order.
///
/// ```
/// use processes::multiprocessing::pipe;
///
/// let (left, right) = pipe::<u32, String>().unwrap();
/// left.send(&7).unwrap();
/// right.send(&right.recv().unwrap().to_string()).unwrap();
/// assert_eq!(left.recv().unwrap(), "7");
/// ```
///
/// # Errors
/// If the operating system has none.
pub fn pipe<A, B>() -> io::Result<(End<A, B>, End<B, A>)> {
    let (left, right) = UnixStream::pair()?;
    Ok((End::over(left), End::over(right)))
}

/// Two connected ends, one of which only sends.
///
/// # Errors
/// If the operating system has none.
pub fn one_way<T>() -> io::Result<(Sender<T>, Receiver<T>)> {
    let (sender, receiver) = pipe()?;
    receiver.stream.shutdown(Shutdown::Write)?;
    Ok((sender, receiver))
}

impl<S, R> End<S, R> {
    fn over(stream: UnixStream) -> End<S, R> {
        let receiving = Mutex::new(Receiving::InStep);
        End { stream, sending: Mutex::new(()), receiving, received: AtomicU64::new(0), values: PhantomData }
    }

    // ANCHOR: poll
    /// Whether [`recv`](End::recv) has something to begin with: a value, a part of one, or the news that none will
    /// come. Blocks until then, for `timeout` at most. Zero means: look.
    ///
    /// # Errors
    /// If the operating system says so.
    pub fn poll(&self, timeout: Duration) -> io::Result<bool> {
        let deadline = Deadline::after(timeout);
        loop {
            // What is too long for the system's own type is for ever.
            let left = deadline.left().and_then(|left| Timespec::try_from(left).ok());
            match poll(&mut [PollFd::new(&self.stream, PollFlags::IN)], left.as_ref()) {
                // A signal came. What is left of the time is less now.
                Err(rustix::io::Errno::INTR) => {}
                ready => return Ok(ready? > 0),
            }
        }
    }
    // ANCHOR_END: poll
}

impl<S, R> End<S, R> {
    /// How many bytes have come through this end: what the values received so far took on their way.
    #[must_use]
    pub fn received_bytes(&self) -> u64 {
        // Relaxed: as in `recv`.
        self.received.load(Ordering::Relaxed)
    }
}

impl<S: Serialize, R> End<S, R> {
    // ANCHOR: send
    /// Sends a value. Blocks while the other end does not keep up: a few hundred kilobytes are on their way at most.
    ///
    /// # Errors
    /// If nobody can ever receive it, or it cannot be sent.
    pub fn send(&self, value: &S) -> Result<(), PipeError> {
        let frame = frame::compose(value)?;
        let _sending = self.sending.lock();
        Ok(frame::write(&mut &self.stream, &frame)?)
    }
    // ANCHOR_END: send
}

impl<S, R: DeserializeOwned> End<S, R> {
    // ANCHOR: recv
    /// Receives a value. Blocks until one has come, or it is known that none will.
    ///
    /// # Errors
    /// If none will come, or what has come is none.
    pub fn recv(&self) -> Result<R, PipeError> {
        let mut receiving = self.receiving.lock();
        if *receiving == Receiving::OutOfStep {
            return Err(PipeError::Disconnected);
        }
        let frame = frame::read(&mut &self.stream).inspect_err(|error| {
            if matches!(error, FrameError::TooLong(_) | FrameError::Torn) {
                *receiving = Receiving::OutOfStep;
            }
        })?;
        drop(receiving);
        // Relaxed: a number by itself.
        self.received.fetch_add((HEADER + frame.len()) as u64, Ordering::Relaxed);
        Ok(postcard::from_bytes(&frame)?)
    }
    // ANCHOR_END: recv
}

impl<S, R> AsFd for End<S, R> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.stream.as_fd()
    }
}

impl<S, R> fmt::Debug for End<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("End").finish_non_exhaustive()
    }
}

/// As an argument of a process only: see [`Descriptor`].
impl<S, R> Serialize for End<S, R> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        let copy = self.stream.as_fd().try_clone_to_owned().map_err(serde::ser::Error::custom)?;
        Descriptor::from(copy).serialize(serializer)
    }
}

impl<'de, S, R> Deserialize<'de> for End<S, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<End<S, R>, D::Error> {
        let descriptor = OwnedFd::from(Descriptor::deserialize(deserializer)?);
        Ok(End::over(UnixStream::from(descriptor)))
    }
}
