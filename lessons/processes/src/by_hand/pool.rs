//! The part of a process pool that needs no process, in two steps.
//!
//! 1. [`Crew`]: who has which worker, and what becomes of a job whose worker dies. It starts no thread.
//! 2. [`Pool`]: a future for each job. Jobs wait, and are cancelled, in the executor of the lesson `future`, whose
//!    threads each keep one worker busy at a time.
//!
//! What a worker *is*, both leave open: here it is somebody who may die at any moment, and who can be killed by others.
//! So the scenarios can have workers that die just when it hurts, and `multiprocessing/pool.rs` has processes.

#[path = "pool/crew.rs"]
mod crew;

#[path = "pool/stand_in.rs"]
mod stand_in;

use std::fmt;
use std::num::NonZeroU32;

use super::super::{future, pool};
use crate::sync::Arc;

pub use crew::{Crew, Failed, Hire, Kill, Losses, Lost, OnDeath, Worker};
pub use stand_in::{StandIn, Switch};

/// Why a pool takes no job.
#[derive(Debug)]
pub enum Refused<D> {
    /// A worker died, and the pool is broken.
    Broken(D),
    /// It was shut down, or the operating system has no thread to give.
    Executor(future::Refused),
}

// ANCHOR: type
/// A few workers who may die, and a future for each job that they are given.
///
/// Each thread of the executor takes a job, borrows a worker for it, and waits for its answer: so there are never more
/// workers than threads, and no thread has to look at two things at once.
///
/// To drop it is to shut it down gracefully, and to wait until its jobs are done.
pub struct Pool<W: Worker> {
    /// Dropped first: its threads use the crew.
    executor: future::Executor,
    crew: Arc<Crew<W>>,
}
// ANCHOR_END: type

impl<W: Worker> Pool<W> {
    /// A pool of at most so many workers, who are hired when there is a job and all others are busy.
    ///
    /// `jobs_per_worker` says after how many jobs a worker is replaced; `None`: never.
    ///
    /// # Panics
    /// If `most` is 0.
    #[must_use]
    pub fn new(
        most: usize,
        hire: Hire<W>,
        on_death: OnDeath,
        jobs_per_worker: Option<NonZeroU32>,
    ) -> Pool<W> {
        let executor = future::Executor::over(pool::Builder::new(most).name("keeper"));
        Pool { executor, crew: Arc::new(Crew::new(hire, on_death, jobs_per_worker)) }
    }

    // ANCHOR: submit
    /// Has `job` done by a worker, as soon as one is free. What comes of it goes through `then`, in a thread of the
    /// pool, and into the future. Does not wait for that.
    ///
    /// # Errors
    /// If the pool is broken or was shut down, or has no thread and can get none.
    pub fn submit<T: Send + Sync + 'static>(
        &self,
        job: W::Job,
        then: impl FnOnce(Result<W::Answer, Lost<W::Death>>) -> T + Send + 'static,
    ) -> Result<future::Future<T>, Refused<W::Death>> {
        if let Some(death) = self.crew.broken() {
            return Err(Refused::Broken(death));
        }
        // If it breaks from now on, the job finds that out as soon as a thread gets to it: no future is left behind.
        let crew = Arc::clone(&self.crew);
        self.executor.submit(move || then(crew.see_to(&job))).map_err(Refused::Executor)
    }
    // ANCHOR_END: submit

    /// Takes no more jobs; what becomes of those that nobody has begun, `how` says. Does not wait for that, and may be
    /// called again. Workers that are idle end when the pool is [joined](Pool::join) or dropped.
    pub fn shutdown(&self, how: future::Shutdown) {
        self.executor.shutdown(how);
    }

    /// Shuts down gracefully, and blocks until all jobs are done and all workers have ended.
    ///
    /// # Panics
    /// In a callback of one of the pool's own futures: a thread cannot wait for its own end.
    pub fn join(&self) {
        self.executor.join();
        self.crew.retire();
    }

    /// Breaks the pool: kills every worker, and fails every job that is not done.
    pub fn break_off(&self, why: W::Death) {
        self.crew.break_off(why);
    }

    /// Why it is broken, if it is.
    #[must_use]
    pub fn broken(&self) -> Option<W::Death> {
        self.crew.broken()
    }

    /// What kills each of the workers there are.
    #[must_use]
    pub fn switches(&self) -> Vec<W::Switch> {
        self.crew.switches()
    }

    /// How many workers were hired in its whole life.
    #[must_use]
    pub fn hired(&self) -> usize {
        self.crew.hired()
    }

    /// How many workers have died, and how many times a job was given to another one for that.
    #[must_use]
    pub fn lost(&self) -> Losses {
        self.crew.lost()
    }
}

impl<D: fmt::Display> fmt::Display for Refused<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Broken(death) => write!(f, "the pool is broken: {death}"),
            Refused::Executor(refused) => refused.fmt(f),
        }
    }
}

impl<D: fmt::Display + fmt::Debug> std::error::Error for Refused<D> {}

impl<W: Worker> fmt::Debug for Pool<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("workers", &self.switches().len())
            .field("hired", &self.hired())
            .field("broken", &self.broken().is_some())
            .finish_non_exhaustive()
    }
}
