//! Step 2: threads that take jobs from a board, and live on when one of them panics.
//!
//! A thread is started when a job is put up and nobody is idle, as long as there are fewer than the pool may have. It
//! lives until the pool is closed. What a job does wrong is contained in that job: the worker goes on with the next.
//!
//! *Invariants.*
//!
//! 1. Each worker that the board counts is a thread that will call [`Board::leave`] once, whatever its jobs do.
//! 2. `threads` holds the handle of every thread that nobody has joined.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::io;
use std::mem;

use super::board::{Board, Job, NoMore};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::thread::{self, JoinHandle};
use crate::sync::{Arc, Mutex, catch_unwind};

/// What is called in each worker before its first job.
type Initializer = Arc<dyn Fn() + Send + Sync>;
/// What is told of each job that panicked, in its worker.
type OnPanic = Arc<dyn Fn(&(dyn Any + Send)) + Send + Sync>;

/// How a pool is to be.
///
/// ```
/// use pool::by_hand::Builder;
///
/// let pool = Builder::new(2).name("painter").build();
/// pool.execute(|| assert_eq!(std::thread::current().name(), Some("painter_0"))).unwrap();
/// pool.wait_until_quiet();
/// assert_eq!(pool.panics(), 0);
/// ```
#[derive(Clone)]
#[must_use = "it is only how a pool is to be"]
pub struct Builder {
    most: usize,
    name: String,
    initializer: Option<Initializer>,
    on_panic: Option<OnPanic>,
}

impl Builder {
    /// A pool of at most so many threads.
    ///
    /// # Panics
    /// If `most` is 0: nobody would do anything.
    pub fn new(most: usize) -> Builder {
        assert!(most > 0, "a pool has at least one thread");
        Builder { most, name: "pool".to_owned(), initializer: None, on_panic: None }
    }

    /// What its threads are called: this, and a number from 0 behind a `_`.
    pub fn name(self, name: impl Into<String>) -> Builder {
        Builder { name: name.into(), ..self }
    }

    /// Has each worker call this before its first job. If it panics, the pool breaks: jobs that nobody has begun are
    /// dropped, and no more are taken.
    pub fn initializer(self, initializer: impl Fn() + Send + Sync + 'static) -> Builder {
        Builder { initializer: Some(Arc::new(initializer)), ..self }
    }

    /// Has this told of the payload of each job's panic, in the worker, which then goes on.
    pub fn on_panic(self, hook: impl Fn(&(dyn Any + Send)) + Send + Sync + 'static) -> Builder {
        Builder { on_panic: Some(Arc::new(hook)), ..self }
    }

    /// The pool. It has no threads before it has jobs.
    #[must_use]
    pub fn build(self) -> Pool {
        let shared =
            Shared { board: Board::new(), how: self, panics: AtomicUsize::new(0), threads: Mutex::default() };
        Pool { shared: Arc::new(shared) }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("most", &self.most).field("name", &self.name).finish_non_exhaustive()
    }
}

// ANCHOR: type
/// A few threads, and as many jobs as you like.
///
/// To drop it is to close it and to wait until its jobs are done. (A job that holds the last share of its own pool
/// closes it and waits for nobody: it would wait for itself.)
///
/// ```
/// use std::sync::mpsc;
///
/// use pool::by_hand::Pool;
///
/// let (send, results) = mpsc::channel();
/// let pool = Pool::new(4);
/// for number in 1..=100 {
///     let send = send.clone();
///     pool.execute(move || send.send(number * number).unwrap()).unwrap();
/// }
/// drop(send);
/// assert_eq!(results.iter().sum::<u32>(), 338_350);
/// ```
pub struct Pool {
    shared: Arc<Shared>,
}

/// What the pool and its workers share.
struct Shared {
    board: Board,
    how: Builder,
    panics: AtomicUsize,
    threads: Mutex<Vec<JoinHandle<()>>>,
}
// ANCHOR_END: type

/// A job that was not taken: here it is again, and why.
pub struct Rejected<'job> {
    /// The job.
    pub job: Box<dyn FnOnce() + Send + 'job>,
    /// Why it was not taken.
    pub why: Refusal,
}

/// Why a pool takes no job.
#[derive(Debug)]
pub enum Refusal {
    /// The pool was closed.
    Closed,
    /// The pool is broken: its initializer panicked.
    Broken,
    /// The operating system has no thread to give, and the pool has none yet.
    NoThread(io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Closed => f.write_str("the pool is closed"),
            Refusal::Broken => f.write_str("the pool is broken: its initializer panicked"),
            Refusal::NoThread(error) => write!(f, "no thread could be started: {error}"),
        }
    }
}

impl fmt::Display for Rejected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(f)
    }
}

impl fmt::Debug for Rejected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected").field("why", &self.why).finish_non_exhaustive()
    }
}

impl Error for Refusal {}

impl Error for Rejected<'_> {}

impl Pool {
    /// A pool of at most so many threads, called `pool_0` and so on.
    ///
    /// # Panics
    /// If `most` is 0.
    #[must_use]
    pub fn new(most: usize) -> Pool {
        Builder::new(most).build()
    }

    /// Has `job` done by one of the threads, as soon as one is free. Does not wait for that.
    ///
    /// # Errors
    /// The job, if the pool is closed or broken, or has no thread and can get none.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) -> Result<(), Rejected<'static>> {
        self.execute_boxed(Box::new(job))
    }

    // ANCHOR: execute
    pub(super) fn execute_boxed(&self, job: Job) -> Result<(), Rejected<'static>> {
        let Shared { board, how, .. } = &*self.shared;
        board.put_up(job, how.most, || self.start()).map_err(|(job, why)| {
            let why = match why {
                NoMore::Closed => Refusal::Closed,
                NoMore::Broken => Refusal::Broken,
                NoMore::NoWorker(error) => Refusal::NoThread(error),
            };
            Rejected { job, why }
        })
    }

    fn start(&self) -> io::Result<()> {
        // Held while the thread starts, so that numbers are given in order and no handle is missed (invariant 2).
        let mut threads = self.shared.threads.lock();
        let name = format!("{}_{}", self.shared.how.name, threads.len());
        let shared = Arc::clone(&self.shared);
        threads.push(thread::Builder::new().name(name).spawn(move || shared.work())?);
        Ok(())
    }
    // ANCHOR_END: execute

    /// Takes no more jobs. Those that it has are done. Does not wait for that, and may be called again.
    pub fn close(&self) {
        self.shared.board.close();
    }

    /// Takes no more jobs, and drops those that nobody has begun; how many they were. Those that were begun go on. It
    /// may be called again, also after [`close`](Pool::close).
    pub fn cancel(&self) -> usize {
        self.shared.board.cancel()
    }

    /// Closes the pool, and blocks until all of its threads have ended.
    ///
    /// # Panics
    /// In one of the pool's own jobs: a thread cannot wait for its own end.
    pub fn join(&self) {
        assert!(!self.is_worker(), "a job cannot wait for the end of its own pool");
        self.close();
        self.shared.board.wait_until_left();
        // They have left; this waits until the system has let go of them too. Not with the lock in hand.
        let threads = mem::take(&mut *self.shared.threads.lock());
        for thread in threads {
            thread.join().expect("workers contain their panics");
        }
    }

    /// Blocks until every job that the pool was given has been done or dropped. Others may give it more meanwhile.
    ///
    /// # Panics
    /// In one of the pool's own jobs: it would wait for itself.
    pub fn wait_until_quiet(&self) {
        assert!(!self.is_worker(), "a job cannot wait for its own end");
        self.shared.board.wait_until_quiet();
    }

    /// How many threads it has.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.shared.board.workers()
    }

    /// How many threads it may have.
    #[must_use]
    pub fn most_threads(&self) -> usize {
        self.shared.how.most
    }

    /// How many jobs nobody has begun.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.shared.board.waiting()
    }

    /// How many jobs have panicked. One counts before [`wait_until_quiet`](Pool::wait_until_quiet) returns, but may not
    /// do so yet when its own scope has ended.
    #[must_use]
    pub fn panics(&self) -> usize {
        // Relaxed: a number to report, which publishes nothing.
        self.shared.panics.load(Ordering::Relaxed)
    }

    /// Whether the calling thread is one of the pool's.
    #[must_use]
    pub fn is_worker(&self) -> bool {
        self.shared.is_worker()
    }

    /// The pool's threads, for who has to ask later whether it is one of them.
    #[must_use]
    pub fn workers(&self) -> Workers {
        Workers(Arc::clone(&self.shared))
    }
}

/// The threads of a [`Pool`]. This is no share of the pool: it does not keep it open, and to drop it waits for nobody.
#[derive(Clone)]
pub struct Workers(Arc<Shared>);

impl Workers {
    /// Whether the calling thread is one of them.
    #[must_use]
    pub fn include_this_thread(&self) -> bool {
        self.0.is_worker()
    }
}

impl Shared {
    fn is_worker(&self) -> bool {
        let me = thread::current().id();
        self.threads.lock().iter().any(|thread| thread.thread().id() == me)
    }

    // ANCHOR: work
    /// The whole of a worker's life.
    fn work(&self) {
        let Shared { board, how, panics, .. } = self;
        if let Some(initializer) = &how.initializer
            && let Err(panic) = catch_unwind(|| initializer())
        {
            self.tell(&*panic);
            // Not dropped: a payload may do anything as it is dropped, and might panic again.
            mem::forget(panic);
            // What a job captured may panic too as it is dropped. This worker leaves all the same (invariant 1).
            catch_unwind(|| board.break_off()).map(drop).unwrap_or_else(mem::forget);
        }
        while let Some(job) = board.take() {
            // What the job captured is dropped in here, before it counts as done.
            if let Err(panic) = catch_unwind(job) {
                // Relaxed: see `Pool::panics`.
                panics.fetch_add(1, Ordering::Relaxed);
                self.tell(&*panic);
                mem::forget(panic);
            }
            board.done();
        }
        board.leave();
    }
    // ANCHOR_END: work

    fn tell(&self, panic: &(dyn Any + Send)) {
        if let Some(hook) = &self.how.on_panic {
            // A panic of the hook has nobody left to be told of it.
            catch_unwind(|| hook(panic)).unwrap_or_else(mem::forget);
        }
    }
}

impl fmt::Debug for Workers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workers").finish_non_exhaustive()
    }
}

// ANCHOR: drop
impl Drop for Pool {
    fn drop(&mut self) {
        if self.is_worker() {
            self.close();
        } else {
            self.join();
        }
    }
}
// ANCHOR_END: drop

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("threads", &self.threads())
            .field("most_threads", &self.most_threads())
            .field("waiting", &self.waiting())
            .field("panics", &self.panics())
            .finish_non_exhaustive()
    }
}
