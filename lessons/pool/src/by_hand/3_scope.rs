//! Step 3: jobs that borrow.
//!
//! The threads of a pool live longer than any function that uses it, so the compiler allows their jobs to borrow
//! nothing. A *scope* promises what the compiler cannot see: it does not end before all of its jobs have. The
//! promise is that of `std::thread::scope`, and so is the shape of the types.
//!
//! *Invariants.*
//!
//! 1. `pending` counts the scope's jobs that have been neither done nor dropped. One is counted before it reaches the
//!    pool, and counted out after all that it captured is gone.
//! 2. [`Pool::scope`] returns, or unwinds, only after `pending` has come to 0.

#![allow(
    unsafe_code,
    reason = "a borrowed job is given to threads that outlive the borrow, on the strength of a wait"
)]

use std::marker::PhantomData;
use std::mem;

use super::board::Job;
use super::workers::{Pool, Rejected};
use crate::sync::{Arc, Condvar, Mutex, catch_unwind};

/// Where jobs that borrow can be given to a pool. See [`Pool::scope`].
pub struct Scope<'scope, 'env: 'scope> {
    pool: &'scope Pool,
    jobs: Arc<Jobs>,
    /// Neither lifetime may be made shorter or longer: a job must be able to borrow for all of `'scope`, and no longer.
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

/// What a scope and its jobs share. It outlives both: the last job counts itself out of it while the scope may be
/// ending already.
struct Jobs {
    state: Mutex<State>,
    /// Notified when `pending` comes to 0.
    all_gone: Condvar,
}

#[derive(Default)]
struct State {
    pending: usize,
    panicked: bool,
}

impl Pool {
    // ANCHOR: scope
    /// Calls `body` with a scope, whose jobs may borrow whatever lives longer than the call. Blocks until `body` has
    /// returned and all of these jobs have been done, or dropped because the pool was cancelled.
    ///
    /// ```
    /// use pool::by_hand::Pool;
    ///
    /// let pool = Pool::new(2);
    /// let mut halves = [1, 2, 3, 4, 5, 6];
    /// let (left, right) = halves.split_at_mut(3);
    /// pool.scope(|scope| {
    ///     scope.execute(|| left.iter_mut().for_each(|n| *n *= 10)).unwrap();
    ///     scope.execute(|| right.iter_mut().for_each(|n| *n += 10)).unwrap();
    /// });
    /// assert_eq!(halves, [10, 20, 30, 14, 15, 16]);
    /// ```
    ///
    /// # Panics
    /// If `body` panics, or one of the jobs does; but not before all jobs are gone. In one of the pool's own jobs: if
    /// every thread waited for jobs, nobody would do them.
    pub fn scope<'env, T>(&self, body: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T) -> T {
        assert!(!self.is_worker(), "a job cannot wait for other jobs of its own pool");
        let jobs = Arc::new(Jobs { state: Mutex::default(), all_gone: Condvar::new() });
        let result = {
            // Also when `body` panics (invariant 2).
            let _wait = WaitsWhenDropped(&jobs);
            let scope = Scope { pool: self, jobs: Arc::clone(&jobs), scope: PhantomData, env: PhantomData };
            body(&scope)
        };
        assert!(!jobs.state.lock().panicked, "a job of the scope panicked");
        result
    }
    // ANCHOR_END: scope
}

impl<'scope> Scope<'scope, '_> {
    // ANCHOR: execute
    /// Has `job` done by one of the pool's threads, as soon as one is free. Does not wait for that; the scope will.
    ///
    /// # Errors
    /// The job, if the pool is closed or broken, or has no thread and can get none.
    pub fn execute(&'scope self, job: impl FnOnce() + Send + 'scope) -> Result<(), Rejected<'scope>> {
        let job = Borrowing { job, _pending: Pending::new(&self.jobs) };
        let job: Box<dyn FnOnce() + Send + 'scope> = Box::new(move || job.run());
        // SAFETY: the two types differ in their lifetime only. Nothing that the job borrows is reached after `'scope`:
        // wherever the pool has it, it is called or dropped before `pending` comes to 0 (invariant 1), and `'scope`,
        // for which this scope is borrowed, ends only after that (invariant 2).
        let job = unsafe { mem::transmute::<Box<dyn FnOnce() + Send + 'scope>, Job>(job) };
        self.pool.execute_boxed(job)
    }
    // ANCHOR_END: execute
}

/// A job with its place in the count. Fields are dropped in their order: what the job captured goes first.
struct Borrowing<F> {
    job: F,
    _pending: Pending,
}

impl<F: FnOnce()> Borrowing<F> {
    fn run(self) {
        let Borrowing { job, _pending: pending } = self;
        if let Err(panic) = catch_unwind(job) {
            pending.jobs.state.lock().panicked = true;
            // It goes on through the worker, which contains it and counts it.
            drop(pending);
            std::panic::resume_unwind(panic);
        }
    }
}

/// A job that is neither done nor dropped.
struct Pending {
    jobs: Arc<Jobs>,
}

impl Pending {
    fn new(jobs: &Arc<Jobs>) -> Pending {
        jobs.state.lock().pending += 1;
        Pending { jobs: Arc::clone(jobs) }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        let mut state = self.jobs.state.lock();
        state.pending -= 1;
        if state.pending == 0 {
            // No wakeup is lost: the scope looks at `pending` under the lock, which is held here. It alone waits.
            self.jobs.all_gone.notify_one();
        }
    }
}

struct WaitsWhenDropped<'a>(&'a Jobs);

impl Drop for WaitsWhenDropped<'_> {
    // ANCHOR: wait
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        while state.pending > 0 {
            self.0.all_gone.wait(&mut state);
        }
    }
    // ANCHOR_END: wait
}
