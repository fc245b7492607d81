//! Step 5: an interpreter, as others see it.
//!
//! The shape is that of Python's module `concurrent.interpreters` (PEP 734), with one difference: there, code runs in
//! the thread of whoever calls `exec`, who changes over to the other interpreter for that time. Here an interpreter
//! has a thread of its own, and who calls `exec` sends a message there and waits for the answer.

use std::fmt;

use super::ends::Sender;
use super::engine::{Engine, Question, Reply, Request};
use super::errors::{CloseError, Closed, NotIdle, RunError};
use super::registry::{Id, Registry};
use crate::sync::thread::JoinHandle;
use crate::sync::{Arc, Mutex};

// ANCHOR: type
/// An interpreter, as others see it. Clones are the same interpreter; when the last of them is dropped, it does what it
/// has been sent, and ends.
pub struct Interpreter<E: Engine> {
    pub(super) desk: Arc<Desk<E>>,
}

/// What the clones of an interpreter share.
pub(super) struct Desk<E: Engine> {
    id: Id,
    mailbox: Sender<Request<E::Value>>,
    /// Until somebody joins it.
    thread: Mutex<Option<JoinHandle<()>>>,
    registry: Arc<Registry<E>>,
}
// ANCHOR_END: type

impl<E: Engine> Desk<E> {
    pub(super) fn new(id: Id, mailbox: Sender<Request<E::Value>>, registry: Arc<Registry<E>>) -> Desk<E> {
        Desk { id, mailbox, thread: Mutex::new(None), registry }
    }

    pub(super) fn sits_in(&self, thread: JoinHandle<()>) {
        *self.thread.lock() = Some(thread);
    }
}

impl<E: Engine> Interpreter<E> {
    /// Which one it is.
    #[must_use]
    pub fn id(&self) -> Id {
        self.desk.id
    }

    /// Sets global variables. Blocks until that is done, after all that the interpreter was sent before.
    ///
    /// # Errors
    /// All but [`RunError::Trouble`].
    pub fn prepare_main<'a>(
        &self,
        values: impl IntoIterator<Item = (&'a str, E::Value)>,
    ) -> Result<(), RunError> {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.ask(|question| Request::Set(values, question))
    }

    /// Compiles a source text there, and runs it. Blocks until that is done, after all that the interpreter was sent
    /// before.
    ///
    /// Two interpreters that wait for each other wait for ever: as long as one waits, it serves nobody.
    ///
    /// # Errors
    /// [`RunError::Trouble`] with an error that the code did not catch; the interpreter is as good as before. The
    /// others if there was no answer.
    pub fn exec(&self, source: &str) -> Result<(), RunError> {
        self.ask(|question| Request::Exec(source.to_owned(), question))
    }

    /// Calls a function that the interpreter has. Blocks until it returns, after all that the interpreter was sent
    /// before.
    ///
    /// # Errors
    /// As [`exec`](Interpreter::exec); and if the result is nothing that can cross.
    pub fn call(&self, function: &str, arguments: Vec<E::Value>) -> Result<E::Value, RunError> {
        self.ask(|question| Request::Call(function.to_owned(), arguments, question))
    }

    /// The same without waiting: the answer comes when it is there. (It is the interpreter's own thread in which the
    /// function is called.)
    ///
    /// # Errors
    /// [`RunError::Closed`].
    pub fn call_in_thread(
        &self,
        function: &str,
        arguments: Vec<E::Value>,
    ) -> Result<Reply<E::Value>, RunError> {
        self.send(|question| Request::Call(function.to_owned(), arguments, question))
    }

    // ANCHOR: ask
    fn ask<T: Clone>(&self, request: impl FnOnce(Question<T>) -> Request<E::Value>) -> Result<T, RunError> {
        if self.is_current() {
            return Err(RunError::Itself);
        }
        match self.send(request)?.result() {
            Ok(answer) => (*answer).clone().map_err(RunError::Trouble),
            // Nobody cancels it: nobody else has it.
            Err(_missing) => Err(RunError::Died),
        }
    }

    fn send<T>(&self, request: impl FnOnce(Question<T>) -> Request<E::Value>) -> Result<Reply<T>, RunError> {
        let (question, reply) = Question::new();
        self.desk.mailbox.send(request(question)).map_err(|_| RunError::Closed)?;
        Ok(reply)
    }
    // ANCHOR_END: ask

    /// Whether it runs something, or has been sent something to run. By the time you know, it may be otherwise.
    ///
    /// # Errors
    /// [`CloseError::Closed`], if it is closed or has died.
    pub fn is_running(&self) -> Result<bool, CloseError> {
        match self.desk.mailbox.pending() {
            Ok(pending) => Ok(pending > 0),
            Err(Closed(())) => Err(CloseError::Closed),
        }
    }

    // ANCHOR: close
    /// Closes the interpreter, and blocks until all that it had is gone.
    ///
    /// # Errors
    /// If it runs something or has been sent something to run; if it is closed already, or has died; or if it would be
    /// itself. Nothing has changed then.
    pub fn close(&self) -> Result<(), CloseError> {
        if self.is_current() {
            return Err(CloseError::Itself);
        }
        let closed = self.desk.mailbox.close_if_idle().map_err(|why| match why {
            NotIdle::Pending => CloseError::Running,
            NotIdle::Closed => CloseError::Closed,
        });
        if closed != Err(CloseError::Running) {
            // Its thread ends, or has ended. Not with the lock in hand; and whoever comes second does not wait.
            let thread = self.desk.thread.lock().take();
            thread.map_or(Ok(()), JoinHandle::join).expect("an interpreter contains its panics");
        }
        closed
    }
    // ANCHOR_END: close

    fn is_current(&self) -> bool {
        self.desk.registry.roll.current() == self.desk.id
    }
}

impl<E: Engine> Clone for Interpreter<E> {
    fn clone(&self) -> Interpreter<E> {
        Interpreter { desk: Arc::clone(&self.desk) }
    }
}

/// The same interpreter.
impl<E: Engine> PartialEq for Interpreter<E> {
    fn eq(&self, other: &Interpreter<E>) -> bool {
        Arc::ptr_eq(&self.desk, &other.desk)
    }
}

impl<E: Engine> Eq for Interpreter<E> {}

impl<E: Engine> fmt::Debug for Interpreter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interpreter")
            .field("id", &self.desk.id)
            .field("pending", &self.desk.mailbox.pending().ok())
            .finish_non_exhaustive()
    }
}
