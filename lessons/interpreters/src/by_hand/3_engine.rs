//! Step 3: what runs code, and how it serves a mailbox.
//!
//! An *engine* is an interpreter's inside: its objects, its variables, what it was taught. It is made in the thread
//! that it lives in and never leaves it, which is why nothing here asks that it is `Send`: it may count its references
//! without a lock, and nobody can come by. All that reaches it are *requests*, and all that leaves it are their
//! answers.
//!
//! | a request | is answered |
//! |---|---|
//! | that was done | by what it came to, or by the trouble that it had; the next one is served |
//! | that was cancelled before it was begun | it was already; it is not begun |
//! | in which the engine panicked | by being dropped: the interpreter has died |
//! | that is still in the mailbox then | by being dropped as well |
//!
//! *Invariant.* A request is done with, as the mailbox counts them, before anybody has its answer: who has it may
//! close the interpreter at once.

use std::mem;

use super::super::future::{Future, Promise};
use super::ends::Receiver;
use super::errors::Trouble;
use crate::sync::catch_unwind;

// ANCHOR: engine
/// What runs code: the inside of an interpreter. It stays in one thread, so it need not be `Send`.
pub trait Engine: 'static {
    /// What can cross from one interpreter to another: plain data, which is copied.
    type Value: Clone + Send + Sync + 'static;

    /// Sets a global variable.
    fn set(&mut self, name: &str, value: Self::Value);

    /// Compiles a source text and runs it. What it defines stays defined.
    ///
    /// # Errors
    /// If it cannot be compiled, or raises an error that it does not catch.
    fn exec(&mut self, source: &str) -> Result<(), Trouble>;

    /// Calls a function that was defined before.
    ///
    /// # Errors
    /// If there is none of this name, if it raises an error that it does not catch, or if its
    /// result is no [`Value`](Engine::Value).
    fn call(&mut self, function: &str, arguments: Vec<Self::Value>) -> Result<Self::Value, Trouble>;
}

/// The answer to a request, when it is there. It can be cancelled as long as nobody has begun with
/// it.
///
/// If it fails, the interpreter has died.
pub type Reply<T> = Future<Result<T, Trouble>>;
// ANCHOR_END: engine

// ANCHOR: request
/// What can be asked of an interpreter.
pub(super) enum Request<V> {
    Set(Vec<(String, V)>, Question<()>),
    Exec(String, Question<()>),
    Call(String, Vec<V>, Question<V>),
}

/// The promise to answer a request. To drop it is to tell that there will be no answer.
pub(super) struct Question<T> {
    promise: Promise<Result<T, Trouble>>,
    reply: Reply<T>,
}
// ANCHOR_END: request

impl<T> Question<T> {
    pub(super) fn new() -> (Question<T>, Reply<T>) {
        let (promise, reply) = Promise::new();
        (Question { promise, reply: reply.clone() }, reply)
    }

    fn settle(self, answer: Result<T, Trouble>) {
        // If somebody has cancelled it, nobody wants to know.
        let _ = self.promise.set_result(answer);
    }
}

impl<V> Request<V> {
    /// Says that it is not wanted.
    pub(super) fn cancel(self) {
        match self {
            Request::Set(_, question) | Request::Exec(_, question) => question.reply.cancel(),
            Request::Call(.., question) => question.reply.cancel(),
        };
    }

    /// Says that nobody will do it, and why.
    pub(super) fn refuse(self, why: Trouble) {
        match self {
            Request::Set(_, question) | Request::Exec(_, question) => question.settle(Err(why)),
            Request::Call(.., question) => question.settle(Err(why)),
        }
    }
}

/// Why an interpreter serves its mailbox no more.
#[must_use]
pub(super) enum End {
    /// The mailbox is closed, and all that was in it is done.
    Closed,
    /// The engine has panicked.
    Died(Unanswered),
}

/// The request in which an engine panicked. To drop this is to tell who sent it, so that comes last.
pub(super) struct Unanswered(#[allow(dead_code, reason = "is there to be dropped")] Box<dyn Send>);

// ANCHOR: serve
/// Serves a mailbox until it is closed, or the engine has died.
pub(super) fn serve<E: Engine>(engine: &mut E, mailbox: &mut Receiver<Request<E::Value>>) -> End {
    while let Ok(request) = mailbox.begin() {
        let answered = match request {
            Request::Set(values, question) => answer(question, mailbox, || {
                values.into_iter().for_each(|(name, value)| engine.set(&name, value));
                Ok(())
            }),
            Request::Exec(source, question) => answer(question, mailbox, || engine.exec(&source)),
            Request::Call(function, arguments, question) => {
                answer(question, mailbox, || engine.call(&function, arguments))
            }
        };
        if let Err(unanswered) = answered {
            return End::Died(unanswered);
        }
    }
    End::Closed
}

fn answer<T: Send + Sync + 'static, V>(
    question: Question<T>,
    mailbox: &mut Receiver<Request<V>>,
    work: impl FnOnce() -> Result<T, Trouble>,
) -> Result<(), Unanswered> {
    if question.promise.start().is_err() {
        return Ok(());
    }
    match catch_unwind(work) {
        Ok(result) => {
            // In this order: see the invariant at the top of this file.
            mailbox.done();
            question.settle(result);
            Ok(())
        }
        Err(panic) => {
            // Not dropped: a payload may do anything as it is dropped, and might panic again.
            mem::forget(panic);
            Err(Unanswered(Box::new(question)))
        }
    }
}
// ANCHOR_END: serve
