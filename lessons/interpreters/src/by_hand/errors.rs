//! What may go wrong, step by step.

use std::error::Error;
use std::fmt;
use std::io;

// Steps 1 and 2: the mailbox.

/// Why a message was not sent, with the message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SendError<T> {
    /// There was no room for it, or none in time.
    Full(T),
    /// The mailbox is closed, or nobody is left who could receive it.
    Closed(T),
}

/// The mailbox is closed, or nobody is left at its other side: the one thing that ends a wait that would last for as
/// long as it takes. That of a `send` has the message with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Closed<T = ()>(pub T);

/// Why no message was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecvError {
    /// There was none, or none in time.
    Empty,
    /// There is none, and none will come: the mailbox is closed.
    Closed,
}

/// Why a mailbox was not closed by [`close_if_idle`](super::Sender::close_if_idle).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotIdle {
    /// Messages are in it, or in somebody's hand.
    Pending,
    /// It is closed already.
    Closed,
}

impl<T> SendError<T> {
    /// The message that was to be sent.
    pub fn into_message(self) -> T {
        match self {
            SendError::Full(message) | SendError::Closed(message) => message,
        }
    }
}

// Steps 3 to 5: the interpreter.

/// An error that code raised and did not catch: a description of it. The error itself stays where it was raised, as all
/// objects do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecutionFailed {
    /// Which error: `"ZeroDivisionError"`.
    pub kind: String,
    /// What it says.
    pub message: String,
    /// The line of the source, counted from 1, if there is one.
    pub line: Option<usize>,
}

/// What an interpreter answers when it has no result. It is as good as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Code raised an error that it did not catch.
    Failed(ExecutionFailed),
    /// The result cannot cross to another interpreter: this is what it is.
    NotShareable(String),
    /// Nobody has tried: an interpreter of the pool could not begin.
    Broken(ExecutionFailed),
}

/// Why [`exec`](super::Interpreter::exec) and its like have no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunError {
    /// The interpreter has answered that it has none.
    Trouble(Trouble),
    /// The interpreter is closed: nothing was run.
    Closed,
    /// The interpreter's thread has ended without an answer: what runs the code has panicked.
    Died,
    /// The interpreter would wait for itself.
    Itself,
}

/// Why an interpreter was not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseError {
    /// It runs something, or has been sent something to run.
    Running,
    /// It is closed already.
    Closed,
    /// It would wait for its own end.
    Itself,
}

// Step 6: the queue.

/// Why nothing was put, with the value that was to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PutError<V>(pub V);

/// Why nothing was got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetError {
    /// Nothing was there, or nothing in time.
    Empty,
    /// Something was there, but the interpreter that had put it is closed, and had wished this error for that case.
    OwnerClosed,
}

// Step 7: the pool.

/// Why a pool of interpreters took no request.
#[derive(Debug)]
pub enum Refused {
    /// It was shut down.
    Closed,
    /// One of its interpreters could not begin.
    Broken(ExecutionFailed),
    /// The operating system has no thread to give, and the pool has none yet.
    NoThread(io::Error),
}

impl<T> fmt::Display for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SendError::Full(_) => f.write_str("the mailbox is full"),
            SendError::Closed(_) => Closed(()).fmt(f),
        }
    }
}

impl<T> fmt::Display for Closed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the mailbox is closed")
    }
}

impl fmt::Display for RecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecvError::Empty => f.write_str("there is no message"),
            RecvError::Closed => Closed(()).fmt(f),
        }
    }
}

impl fmt::Display for NotIdle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotIdle::Pending => f.write_str("there are messages that nobody is done with"),
            NotIdle::Closed => Closed(()).fmt(f),
        }
    }
}

impl fmt::Display for ExecutionFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)?;
        self.line.map_or(Ok(()), |line| write!(f, " (line {line})"))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Failed(failed) => failed.fmt(f),
            Trouble::NotShareable(what) => write!(f, "{what} cannot cross to another interpreter"),
            Trouble::Broken(failed) => write!(f, "an interpreter of the pool could not begin: {failed}"),
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Trouble(trouble) => trouble.fmt(f),
            RunError::Closed => CloseError::Closed.fmt(f),
            RunError::Died => f.write_str("the interpreter has died"),
            RunError::Itself => f.write_str("an interpreter cannot wait for itself"),
        }
    }
}

impl fmt::Display for CloseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CloseError::Running => "the interpreter is running",
            CloseError::Closed => "the interpreter is closed",
            CloseError::Itself => "an interpreter cannot wait for its own end",
        })
    }
}

impl<V> fmt::Display for PutError<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is full")
    }
}

impl fmt::Display for GetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            GetError::Empty => "the queue is empty",
            GetError::OwnerClosed => "the interpreter that had put this is closed",
        })
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Closed => f.write_str("the pool is shut down"),
            Refused::Broken(failed) => Trouble::Broken(failed.clone()).fmt(f),
            Refused::NoThread(error) => write!(f, "no thread could be started: {error}"),
        }
    }
}

// Those that have something to give back do not ask that it can be shown.

impl<T> fmt::Debug for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SendError::Full(_) => "Full(..)",
            SendError::Closed(_) => "Closed(..)",
        })
    }
}

impl<T> fmt::Debug for Closed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Closed(..)")
    }
}

impl<V> fmt::Debug for PutError<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PutError(..)")
    }
}

impl From<Trouble> for RunError {
    fn from(trouble: Trouble) -> RunError {
        RunError::Trouble(trouble)
    }
}

impl<T> Error for SendError<T> {}
impl<T> Error for Closed<T> {}
impl Error for RecvError {}
impl Error for NotIdle {}
impl Error for ExecutionFailed {}
impl Error for Trouble {}
impl Error for RunError {}
impl Error for CloseError {}
impl<V> Error for PutError<V> {}
impl Error for GetError {}
impl Error for Refused {}
