//! A pool of processes: what Python has as `ProcessPoolExecutor`, and as `Pool`.
//!
//! All that can go wrong *between* jobs, workers and those who wait is in [`by_hand::pool`](crate::by_hand::pool),
//! and is proved there. Here are the types: what goes in and comes out as bytes, and what errors are called.

use std::fmt;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use future::by_hand as futures;
use futures::{Future, Shutdown};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::frame::FrameError;
use super::map::Map;
use super::start::Builder;
use super::task::{self, NoTask, Task, Times};
use super::worker::{self, Death, Fault, Initializer, PoolWorker};
use crate::by_hand::pool::{self, Losses, Lost, OnDeath, Pool};
use crate::sync::{Deadline, Mutex};

/// What a job comes to.
pub type Outcome<R> = Result<R, JobError>;

/// Why a job has no result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JobError {
    /// The task panicked. Its worker goes on.
    #[error("the task panicked: {message}")]
    Panicked {
        /// What it said.
        message: String,
        /// Source file, line and column, where known.
        place: Option<String>,
    },
    /// The worker could not read the arguments, or this process the result; or there is no such task in the worker.
    #[error("arguments or result could not be read: {0}")]
    Unreadable(String),
    /// A worker has died, of this job or another, and the pool is broken.
    #[error("the pool is broken: {0}")]
    Broken(Death),
    /// So many workers have died, one after the other, as they did this job. The pool goes on.
    #[error("{workers} workers died of this job; of the last one: {last}")]
    Died {
        /// How many.
        workers: u32,
        /// How the last one died.
        last: Death,
    },
}

/// Why a pool takes no job.
#[derive(Debug, Error)]
pub enum Refused {
    /// A worker has died, and the pool is broken.
    #[error("the pool is broken: {0}")]
    Broken(Death),
    /// It was shut down, or the operating system has no thread to give.
    #[error(transparent)]
    Executor(futures::Refused),
    /// `enter` was not called.
    #[error("`enter` has to be called at the beginning of `main`, before a pool can be used")]
    NotEntered,
    /// The task is not among those that `enter` was given.
    #[error("`enter` was not told of the task {0:?}")]
    UnknownTask(&'static str),
    /// The arguments cannot be serialised.
    #[error("the arguments cannot be serialised")]
    Arguments(#[from] postcard::Error),
    /// The arguments have too many bytes.
    #[error("arguments of a job: {0}")]
    TooLong(FrameError),
}

/// How a pool is to be.
///
/// ```standalone_crate
/// use processes::multiprocessing::{PoolBuilder, Task, enter};
///
/// static SQUARE: Task<u32, u32> = Task::new("square", |n| n * n);
///
/// fn main() {
///     enter(&[&SQUARE]);
///     let pool = PoolBuilder::new(2).retry().build();
///     let squares: Result<Vec<u32>, _> = pool.map(&SQUARE, 1..=6, 2, None).unwrap().collect();
///     assert_eq!(squares.unwrap(), [1, 4, 9, 16, 25, 36]);
/// }
/// ```
#[must_use = "it is only how a pool is to be"]
pub struct PoolBuilder {
    most: usize,
    on_death: OnDeath,
    jobs_per_worker: Option<NonZeroU32>,
    initializer: Option<Initializer>,
    executable: Option<PathBuf>,
}

impl PoolBuilder {
    /// A pool of at most so many workers, which breaks when one of them dies.
    pub fn new(most: usize) -> PoolBuilder {
        PoolBuilder {
            most,
            on_death: OnDeath::Break,
            jobs_per_worker: None,
            initializer: None,
            executable: None,
        }
    }

    /// Has a job whose worker has died done by another one. A second death of the same job fails that job, and no
    /// other.
    ///
    /// A job may be done twice then, or once and a half: only what may be done again may be given to such a pool.
    pub fn retry(self) -> PoolBuilder {
        PoolBuilder { on_death: OnDeath::Retry, ..self }
    }

    /// Has each worker do this before its first job. If it panics, the pool breaks. The arguments may have
    /// queues in them: each worker gets a connection of its own.
    pub fn initializer<A, R>(self, task: &'static Task<A, R>, arguments: A) -> PoolBuilder
    where
        A: Serialize + Send + Sync + 'static,
    {
        let initializer = move || Ok((task.name().to_owned(), postcard::to_stdvec(&arguments)?));
        PoolBuilder { initializer: Some(Box::new(initializer)), ..self }
    }

    /// Has each worker end after so many jobs, and another one take its place: for tasks that leave something behind.
    pub fn jobs_per_worker(self, jobs: NonZeroU32) -> PoolBuilder {
        PoolBuilder { jobs_per_worker: Some(jobs), ..self }
    }

    /// Another executable than this one; see [`Builder::executable`].
    pub fn executable(self, path: impl Into<PathBuf>) -> PoolBuilder {
        PoolBuilder { executable: Some(path.into()), ..self }
    }

    /// The pool. It has no processes before it has jobs.
    ///
    /// # Panics
    /// If it is to have 0 workers.
    #[must_use]
    pub fn build(self) -> ProcessPool {
        let PoolBuilder { most, on_death, jobs_per_worker, initializer, executable } = self;
        let any_task = executable.is_some();
        let numbers = Mutex::new(0..);
        let hire = move || {
            let number: usize = numbers.lock().next().expect("there are more numbers than processes");
            let builder = Builder::new().name(format!("worker-{number}"));
            let builder = executable.iter().fold(builder, Builder::executable);
            PoolWorker::hire(builder, initializer.as_ref()).map_err(|error| Death::NotStarted(why(&error)))
        };
        ProcessPool { pool: Pool::new(most, Box::new(hire), on_death, jobs_per_worker), any_task }
    }
}

/// An error with its causes.
fn why(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

impl fmt::Debug for PoolBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolBuilder")
            .field("most", &self.most)
            .field("on_death", &self.on_death)
            .field("jobs_per_worker", &self.jobs_per_worker)
            .finish_non_exhaustive()
    }
}

// ANCHOR: type
/// A few processes that do jobs, and a future for each.
///
/// A panic of a task reaches its future, and its worker goes on. A worker that *dies*, because it is killed, or ends
/// itself, breaks the pool: its own job and all others that are not done fail with [`JobError::Broken`], and no more
/// are taken. That is Python's way, for nobody can know what it had done already. With [`PoolBuilder::retry`] the
/// caller says that this does not matter.
///
/// Workers are started when there are jobs for them. They do not hear Ctrl-C, which is for the parent to act on, and
/// they end with it, however it ends.
///
/// To drop it is to shut it down gracefully, and to wait until its jobs are done and its workers have ended.
pub struct ProcessPool {
    pool: Pool<PoolWorker>,
    /// Whether the workers' executable may know other tasks than this one.
    any_task: bool,
}
// ANCHOR_END: type

impl ProcessPool {
    /// A pool of at most so many workers, which breaks when one of them dies. See [`PoolBuilder`] for what else can be
    /// said.
    ///
    /// # Panics
    /// If `most` is 0.
    #[must_use]
    pub fn new(most: usize) -> ProcessPool {
        PoolBuilder::new(most).build()
    }

    /// Has a worker call `task`, as soon as one is free. Does not wait for that.
    ///
    /// # Errors
    /// If the pool is broken or was shut down, or the job cannot be sent to any worker.
    pub fn submit<A, R>(
        &self,
        task: &'static Task<A, R>,
        arguments: &A,
    ) -> Result<Future<Outcome<R>>, Refused>
    where
        A: Serialize,
        R: DeserializeOwned + Send + Sync + 'static,
    {
        self.submit_bytes(task, Times::Once, &postcard::to_stdvec(arguments)?, |result| result)
    }

    // ANCHOR: map
    /// Has `task` called with each of the items, and gives the results in the order of the items. Its `next` blocks
    /// until the next one is there.
    ///
    /// The items are sent in chunks of so many: a message costs more than most tasks, so chunks of 1 are for long
    /// ones. A chunk is one job: if it fails, its results are lost together, and the iterator gives one error for all
    /// of them.
    ///
    /// If `timeout` passes, counted from this call, it gives an error that says so, and then no more. Dropped after
    /// some results were read, it cancels the rest; dropped unread, it cancels nothing.
    ///
    /// # Errors
    /// As [`submit`](ProcessPool::submit).
    ///
    /// # Panics
    /// If `chunk` is 0.
    pub fn map<A, R>(
        &self,
        task: &'static Task<A, R>,
        items: impl IntoIterator<Item = A>,
        chunk: usize,
        timeout: Option<Duration>,
    ) -> Result<Map<R>, Refused>
    where
        A: Serialize,
        R: DeserializeOwned + Send + 'static,
    {
        assert!(chunk > 0, "a chunk has one item at least");
        let deadline = timeout.map_or(Deadline::NEVER, Deadline::after);
        let mut items = items.into_iter();
        let mut chunks = Vec::new();
        loop {
            let some: Vec<A> = items.by_ref().take(chunk).collect();
            if some.is_empty() {
                return Ok(Map::new(chunks, deadline));
            }
            // A lock, so that the results can be taken out of the future, which others might have too.
            let arguments = postcard::to_stdvec(&some)?;
            chunks.push(self.submit_bytes(task, Times::Each, &arguments, Mutex::new)?);
        }
    }
    // ANCHOR_END: map

    fn submit_bytes<A, R, D, T>(
        &self,
        task: &'static Task<A, R>,
        times: Times,
        arguments: &[u8],
        finish: impl FnOnce(D) -> T + Send + 'static,
    ) -> Result<Future<Outcome<T>>, Refused>
    where
        D: DeserializeOwned,
        T: Send + Sync + 'static,
    {
        match task::find(task.name()) {
            Ok(_) => {}
            Err(NoTask::NotEntered) => return Err(Refused::NotEntered),
            Err(NoTask::Unknown) if self.any_task => {}
            Err(NoTask::Unknown) => return Err(Refused::UnknownTask(task.name())),
        }
        let request = worker::request(task.name(), times, arguments).map_err(Refused::TooLong)?;
        let then = move |answer| finish_job(answer).map(finish);
        self.pool.submit(request, then).map_err(|refused| match refused {
            pool::Refused::Broken(death) => Refused::Broken(death),
            pool::Refused::Executor(refused) => Refused::Executor(refused),
        })
    }

    /// Takes no more jobs; what becomes of those that nobody has begun, `how` says. Does not wait for that, and may be
    /// called again. Idle workers end when the pool is [joined](ProcessPool::join) or dropped.
    pub fn shutdown(&self, how: Shutdown) {
        self.pool.shutdown(how);
    }

    /// Shuts down gracefully, and blocks until all jobs are done and all workers have ended.
    ///
    /// # Panics
    /// In a callback of one of the pool's own futures: a thread cannot wait for its own end.
    pub fn join(&self) {
        self.pool.join();
    }

    /// Kills all workers, and breaks the pool: every job that is not done fails, and whoever waits for one is told.
    /// Does not wait for jobs. May be called by any thread.
    pub fn kill_workers(&self) {
        self.pool.break_off(Death::Dismissed);
    }

    /// Why it is broken, if it is.
    #[must_use]
    pub fn broken(&self) -> Option<Death> {
        self.pool.broken()
    }

    /// The numbers of its workers' processes in the system, the oldest first. Others may end meanwhile.
    #[must_use]
    pub fn pids(&self) -> Vec<u32> {
        self.pool.switches().iter().map(super::Switch::pid).collect()
    }

    /// How many workers it has started in its whole life.
    #[must_use]
    pub fn started(&self) -> usize {
        self.pool.hired()
    }

    /// How many workers have died, and how many times a job was given to another one for that. What a job's death has
    /// cost is counted before its future is done; that of an idle worker when another job would have it.
    #[must_use]
    pub fn lost(&self) -> Losses {
        self.pool.lost()
    }
}

/// What came back, as what it is to be.
fn finish_job<D: DeserializeOwned>(answer: Result<Result<Vec<u8>, Fault>, Lost<Death>>) -> Outcome<D> {
    match answer {
        Ok(Ok(result)) => {
            postcard::from_bytes(&result).map_err(|error| JobError::Unreadable(error.to_string()))
        }
        Ok(Err(Fault::Panicked { message, place })) => Err(JobError::Panicked { message, place }),
        Ok(Err(Fault::Unreadable(why))) => Err(JobError::Unreadable(why)),
        Err(Lost::Broken(death)) => Err(JobError::Broken(death)),
        Err(Lost::Died { workers, last }) => Err(JobError::Died { workers, last }),
    }
}

impl fmt::Debug for ProcessPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProcessPool").field("pool", &self.pool).finish_non_exhaustive()
    }
}
