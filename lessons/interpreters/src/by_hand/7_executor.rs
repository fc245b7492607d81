//! Step 7: a pool of interpreters.
//!
//! They serve one mailbox: whoever is free takes the next request. Threads are started as they are needed, as in the
//! lesson `pool`. Its pool is not used, because its jobs are closures: code and data that any thread may run as they
//! are. Here a request is a message, and who serves it has an interpreter of its own to do it with.
//!
//! | the pool | a request | an interpreter |
//! |---|---|---|
//! | **open** | is taken; a thread is started if there are more requests than threads | serves the mailbox |
//! | **shut down**, gracefully | is refused | does what is left, then ends |
//! | **shut down**, cancelling | is refused; those that nobody has begun with are cancelled | ends |
//! | **broken**: an interpreter could not begin | is refused; those that nobody has begun with are answered so | ends |
//!
//! *Invariants.*
//!
//! 1. Each request that was taken is answered, cancelled, or told that its interpreter has died.
//! 2. A worker whose interpreter has died makes another one: as many serve the mailbox as were started.

use std::fmt;
use std::mem;
use std::time::Duration;

use super::super::future::{Map, Shutdown};
use super::ends::{Receiver, Sender, unbounded};
use super::engine::{End, Engine, Question, Reply, Request, serve};
use super::errors::{ExecutionFailed, Refused, Trouble};
use super::registry::{Interpreters, Registry};
use crate::sync::thread::{self, JoinHandle};
use crate::sync::{Arc, Mutex, catch_unwind};

// ANCHOR: builder
/// How a pool of interpreters is to be.
#[must_use]
pub struct Builder<E: Engine> {
    interpreters: Interpreters<E>,
    most: usize,
    name: String,
    shared: Vec<(String, E::Value)>,
    initializer: Option<String>,
}
// ANCHOR_END: builder

impl<E: Engine> Builder<E> {
    /// A pool of at most so many interpreters.
    ///
    /// # Panics
    /// If `most` is 0: nobody would do anything.
    pub fn new(interpreters: &Interpreters<E>, most: usize) -> Builder<E> {
        assert!(most > 0, "a pool has at least one interpreter");
        let (interpreters, name) = (interpreters.clone(), "interpreters".to_owned());
        Builder { interpreters, most, name, shared: Vec::new(), initializer: None }
    }

    /// What its threads are called: this, and a number from 0 behind a `_`.
    pub fn name(self, name: impl Into<String>) -> Builder<E> {
        Builder { name: name.into(), ..self }
    }

    /// Has a global variable set in each interpreter, before its initializer runs.
    pub fn share(mut self, name: impl Into<String>, value: E::Value) -> Builder<E> {
        self.shared.push((name.into(), value));
        self
    }

    /// A source text that each interpreter runs before its first request. If it raises an error, the pool breaks:
    /// requests that nobody has begun with are answered with it, and no more are taken.
    pub fn initializer(self, source: impl Into<String>) -> Builder<E> {
        Builder { initializer: Some(source.into()), ..self }
    }

    /// The pool. It has no interpreters before it has requests.
    pub fn build(self) -> Executor<E> {
        let (mailbox, receive) = unbounded();
        let registry = Arc::clone(&self.interpreters.registry);
        let crew = Crew { registry, how: self, mailbox, broken: Mutex::new(None) };
        Executor { crew: Arc::new(crew), receive, threads: Mutex::new(Vec::new()) }
    }
}

// ANCHOR: type
/// A few interpreters, and as many requests as you like.
///
/// To drop it is to shut it down gracefully, and to wait until its requests are done.
///
/// ```
/// use interpreters::Tiny;
/// use interpreters::by_hand::{Builder, Interpreters};
///
/// let interpreters = Interpreters::new(Tiny::default);
/// let pool = Builder::new(&interpreters, 2).initializer("x = 40").build();
/// assert_eq!(*pool.submit("x", vec![]).unwrap().result().unwrap(), Ok(40));
/// let mut sums = pool.map("add", [1, 2], None).unwrap();
/// assert_eq!(*sums.next().unwrap().unwrap(), Ok(1));
/// assert_eq!(*sums.next().unwrap().unwrap(), Ok(2));
/// ```
pub struct Executor<E: Engine> {
    crew: Arc<Crew<E>>,
    /// What each worker gets a clone of.
    receive: Receiver<Request<E::Value>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// What the pool and its workers share.
struct Crew<E: Engine> {
    registry: Arc<Registry<E>>,
    how: Builder<E>,
    mailbox: Sender<Request<E::Value>>,
    /// What kept an interpreter from beginning.
    broken: Mutex<Option<ExecutionFailed>>,
}
// ANCHOR_END: type

impl<E: Engine> Executor<E> {
    /// Has a function called by one of the interpreters, as soon as one is free. Does not wait for that.
    ///
    /// # Errors
    /// If the pool is shut down or broken, or has no thread and can get none.
    pub fn submit(&self, function: &str, arguments: Vec<E::Value>) -> Result<Reply<E::Value>, Refused> {
        self.send(|question| Request::Call(function.to_owned(), arguments, question))
    }

    /// Has a source text run by one of the interpreters, as soon as one is free. Does not wait for that.
    ///
    /// # Errors
    /// As [`submit`](Executor::submit).
    pub fn submit_source(&self, source: &str) -> Result<Reply<()>, Refused> {
        self.send(|question| Request::Exec(source.to_owned(), question))
    }

    /// Has a function called with each of the items, all of which are submitted at once, and gives the results in the
    /// order of the items. Its `next` blocks until the next one is there.
    ///
    /// If `timeout` passes, counted from this call, it gives [`Missing::TimedOut`](super::super::future::Missing), and
    /// then no more. Dropped after some results were read, it cancels the rest; dropped unread, it cancels nothing.
    ///
    /// # Errors
    /// As [`submit`](Executor::submit).
    pub fn map(
        &self,
        function: &str,
        items: impl IntoIterator<Item = E::Value>,
        timeout: Option<Duration>,
    ) -> Result<Map<Result<E::Value, Trouble>>, Refused> {
        Map::begin(timeout, || items.into_iter().map(|item| self.submit(function, vec![item])).collect())
    }

    // ANCHOR: send
    fn send<T>(&self, request: impl FnOnce(Question<T>) -> Request<E::Value>) -> Result<Reply<T>, Refused> {
        let crew = &self.crew;
        // Held until the thread is started, so that no two start one for the same request, and numbers are given in
        // order.
        let mut threads = self.threads.lock();
        let (question, reply) = Question::new();
        let Ok(()) = crew.mailbox.send(request(question)) else { return Err(crew.refusal()) };
        let behind = crew.mailbox.pending().is_ok_and(|pending| pending > threads.len());
        if behind && threads.len() < crew.how.most {
            match self.start(threads.len()) {
                Ok(thread) => threads.push(thread),
                // The others will get to it.
                Err(_) if !threads.is_empty() => {}
                Err(error) => {
                    drop(crew.mailbox.take_out(|_| true));
                    return Err(Refused::NoThread(error));
                }
            }
        }
        Ok(reply)
    }

    fn start(&self, number: usize) -> std::io::Result<JoinHandle<()>> {
        let (crew, mailbox) = (Arc::clone(&self.crew), self.receive.clone());
        let name = format!("{}_{number}", crew.how.name);
        thread::Builder::new().name(name).spawn(move || crew.work(mailbox))
    }
    // ANCHOR_END: send

    // ANCHOR: shutdown
    /// Takes no more requests; what becomes of those that nobody has begun with, `how` says. Does not wait for that,
    /// and may be called again.
    pub fn shutdown(&self, how: Shutdown) {
        self.crew.mailbox.close();
        if how == Shutdown::CancelPending {
            self.crew.mailbox.take_out(|_| true).into_iter().for_each(Request::cancel);
        }
    }
    // ANCHOR_END: shutdown

    /// Shuts down gracefully, and blocks until all interpreters are gone.
    ///
    /// # Panics
    /// In one of the pool's own interpreters: a thread cannot wait for its own end.
    pub fn join(&self) {
        assert!(!self.is_worker(), "an interpreter cannot wait for the end of its own pool");
        self.shutdown(Shutdown::Graceful);
        // Not with the lock in hand.
        let threads = mem::take(&mut *self.threads.lock());
        for thread in threads {
            thread.join().expect("workers contain their panics");
        }
    }

    /// How many interpreters it has started.
    #[must_use]
    pub fn interpreters(&self) -> usize {
        self.threads.lock().len()
    }

    fn is_worker(&self) -> bool {
        let me = thread::current().id();
        self.threads.lock().iter().any(|thread| thread.thread().id() == me)
    }
}

impl<E: Engine> Crew<E> {
    // ANCHOR: work
    /// The whole of a worker's life: one interpreter after the other, and mostly just one.
    fn work(&self, mut mailbox: Receiver<Request<E::Value>>) {
        loop {
            let present = self.registry.enter_as_next();
            let lives = || -> Result<End, ExecutionFailed> {
                let mut engine = self.begin()?;
                Ok(serve(&mut engine, &mut mailbox))
            };
            let end = catch_unwind(lives).unwrap_or_else(|panic| {
                // The engine could not be made, or not be dropped. The payload is not dropped: as
                // in step 3.
                mem::forget(panic);
                Err(ExecutionFailed {
                    kind: "panic".to_owned(),
                    message: "the engine panicked".to_owned(),
                    line: None,
                })
            });
            // In this order: as in step 4.
            drop(present);
            match end {
                Ok(End::Closed) => return,
                Ok(End::Died(unanswered)) => {
                    mailbox.done();
                    drop(unanswered);
                }
                Err(why) => return self.break_off(&why),
            }
        }
    }

    /// An interpreter as each of them is at the beginning.
    fn begin(&self) -> Result<E, ExecutionFailed> {
        let mut engine = (self.registry.make)();
        for (name, value) in &self.how.shared {
            engine.set(name, value.clone());
        }
        match self.how.initializer.as_deref().map_or(Ok(()), |source| engine.exec(source)) {
            Ok(()) => Ok(engine),
            Err(Trouble::Failed(failed) | Trouble::Broken(failed)) => Err(failed),
            Err(trouble @ Trouble::NotShareable(_)) => Err(ExecutionFailed {
                kind: "NotShareableError".to_owned(),
                message: trouble.to_string(),
                line: None,
            }),
        }
    }
    // ANCHOR_END: work

    // ANCHOR: break_off
    fn break_off(&self, why: &ExecutionFailed) {
        // First the reason, then the end: who is refused asks for the reason.
        self.broken.lock().get_or_insert_with(|| why.clone());
        self.mailbox.close();
        for request in self.mailbox.take_out(|_| true) {
            request.refuse(Trouble::Broken(why.clone()));
        }
    }

    fn refusal(&self) -> Refused {
        self.broken.lock().clone().map_or(Refused::Closed, Refused::Broken)
    }
    // ANCHOR_END: break_off
}

impl<E: Engine> Drop for Executor<E> {
    fn drop(&mut self) {
        if self.is_worker() {
            self.shutdown(Shutdown::Graceful);
        } else {
            self.join();
        }
    }
}

impl<E: Engine> fmt::Debug for Executor<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor")
            .field("interpreters", &self.interpreters())
            .field("most", &self.crew.how.most)
            .field("pending", &self.crew.mailbox.pending().ok())
            .finish_non_exhaustive()
    }
}
