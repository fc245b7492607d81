//! Step 1: the board on which jobs are put up, and from which workers take them.
//!
//! The shape is that of every thread pool, CPython's `ThreadPoolExecutor` among them: a queue under a lock, a
//! condition that idle workers wait on, and a count of those that are idle, by which it is known whether one more
//! thread would be of use.
//!
//! | phase | a job that is put up | a worker that is free |
//! |---|---|---|
//! | **open** | is taken | waits for the next job |
//! | **closed** | is refused | does what is left, then ends |
//! | **broken**: a worker could not begin | is refused | ends; what was left has been dropped |
//!
//! It goes from the first phase to one of the others, or from the second to the third, and never back.

use std::collections::VecDeque;
use std::io;
use std::mem;

use crate::sync::{Condvar, Mutex};

/// Something to be done once, by whoever gets to it.
pub type Job = Box<dyn FnOnce() + Send>;

/// See the table at the top of this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    Closed,
    Broken,
}

/// Why a board takes no more jobs.
#[derive(Debug)]
pub enum NoMore {
    /// It was closed.
    Closed,
    /// It broke: a worker could not begin.
    Broken,
    /// It has no worker, and none could be started.
    NoWorker(io::Error),
}

// ANCHOR: state
/// What the lock guards.
///
/// # Invariants
///
/// Between any two holders of the lock:
///
/// 1. A worker is idle or has a job: `idle <= workers`, and `workers - idle` jobs are being done. A worker counts
///    as idle from the moment at which it is started.
/// 2. Each job is in `jobs`, or a worker has it, or it is gone: done or dropped. It leaves `jobs` once.
/// 3. While the board is open, no worker ends.
struct State {
    /// Put up and not yet taken, the oldest first.
    jobs: VecDeque<Job>,
    phase: Phase,
    /// Those that were started and have not ended.
    workers: usize,
    /// Those of them that have no job.
    idle: usize,
}
// ANCHOR_END: state

/// Jobs and those who do them.
///
/// ```
/// use pool::by_hand::Board;
///
/// let board = Board::new();
/// let mut starts = 0;
/// let start = || {
///     starts += 1;
///     Ok(())
/// };
/// assert!(board.put_up(Box::new(|| println!("done")), 1, start).is_ok());
/// assert_eq!(starts, 1, "nobody was there to do it");
/// board.close();
///
/// // Normally in a thread of its own:
/// while let Some(job) = board.take() {
///     job();
///     board.done();
/// }
/// board.leave();
/// ```
pub struct Board {
    state: Mutex<State>,
    /// Notified when there is a job for an idle worker, and when there will be no more.
    work: Condvar,
    /// Notified when nothing is left to do, and when the last worker has left.
    quiet: Condvar,
}

impl Default for Board {
    fn default() -> Board {
        Board::new()
    }
}

impl Board {
    /// An open board with no jobs, and no workers.
    #[must_use]
    pub fn new() -> Board {
        let state = State { jobs: VecDeque::new(), phase: Phase::Open, workers: 0, idle: 0 };
        Board { state: Mutex::new(state), work: Condvar::new(), quiet: Condvar::new() }
    }

    // ANCHOR: put_up
    /// Puts a job up. If it takes one more worker to do it, since there are fewer than `most` and every idle one has a
    /// job waiting for it, `start` has to start one. It is called with the lock held: whoever puts up the next job
    /// counts on that worker, so it has to be known by then whether there is one. Never blocks for longer than that.
    ///
    /// # Errors
    /// The job, and why it is not taken.
    pub fn put_up(
        &self,
        job: Job,
        most: usize,
        start: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), (Job, NoMore)> {
        let mut state = self.state.lock();
        match state.phase {
            Phase::Closed => return Err((job, NoMore::Closed)),
            Phase::Broken => return Err((job, NoMore::Broken)),
            Phase::Open => {}
        }
        if state.idle <= state.jobs.len() && state.workers < most {
            match start() {
                Ok(()) => {
                    state.workers += 1;
                    state.idle += 1;
                }
                // The others will get to it.
                Err(_) if state.workers > 0 => {}
                Err(error) => return Err((job, NoMore::NoWorker(error))),
            }
        }
        state.jobs.push_back(job);
        // No wakeup is lost: an idle worker looks at the jobs under the lock, which is held here, and gives it back
        // only by waiting. One job, one worker; if none is idle, who has done its job looks for the next by itself.
        self.work.notify_one();
        Ok(())
    }
    // ANCHOR_END: put_up

    // ANCHOR: take
    /// The oldest job. Blocks until there is one; `None`, for good, if there will be no more.
    pub fn take(&self) -> Option<Job> {
        let mut state = self.state.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                state.idle -= 1;
                return Some(job);
            }
            if state.phase != Phase::Open {
                return None;
            }
            self.work.wait(&mut state);
        }
    }
    // ANCHOR_END: take

    // ANCHOR: done
    /// A job that was [taken](Board::take) has been done: who did it is idle again.
    pub fn done(&self) {
        let mut state = self.state.lock();
        state.idle += 1;
        if state.is_quiet() {
            // No wakeup is lost: who waits for this looks under the lock, which is held here. Any number of threads
            // may wait for the same thing, so all are woken.
            self.quiet.notify_all();
        }
    }
    // ANCHOR_END: done

    /// A worker ends.
    pub fn leave(&self) {
        let mut state = self.state.lock();
        state.workers -= 1;
        state.idle -= 1;
        if state.workers == 0 || state.is_quiet() {
            // No wakeup is lost, and all are woken: as in `done`.
            self.quiet.notify_all();
        }
    }

    /// Takes no more jobs. What was put up before is done; then the workers end. Does not wait for that, and may be
    /// called again.
    pub fn close(&self) {
        let mut state = self.state.lock();
        if state.phase == Phase::Open {
            state.phase = Phase::Closed;
        }
        // No wakeup is lost: as in `put_up`. All workers are to see it.
        self.work.notify_all();
    }

    // ANCHOR: cancel
    /// Takes no more jobs, and drops those that nobody has begun; how many they were. Those that were begun go on. It
    /// may be called again, also after [`close`](Board::close).
    pub fn cancel(&self) -> usize {
        self.end_as(Phase::Closed)
    }

    /// As [`cancel`](Board::cancel), because a worker could not begin.
    pub fn break_off(&self) -> usize {
        self.end_as(Phase::Broken)
    }

    fn end_as(&self, phase: Phase) -> usize {
        let mut state = self.state.lock();
        if state.phase != Phase::Broken {
            state.phase = phase;
        }
        let jobs = mem::take(&mut state.jobs);
        // No wakeup is lost: as in `put_up` and `done`. All workers are to see it, and all who wait for quiet.
        self.work.notify_all();
        self.quiet.notify_all();
        drop(state);
        // Without the lock: what a job captured may do anything as it is dropped, and may ask for this board.
        jobs.len()
    }
    // ANCHOR_END: cancel

    /// Blocks until every job that was put up has been done or dropped, whether the board is closed or not. (At some
    /// moment it was so. Others may put up more meanwhile.)
    pub fn wait_until_quiet(&self) {
        let mut state = self.state.lock();
        while !state.is_quiet() {
            self.quiet.wait(&mut state);
        }
    }

    /// Blocks until every worker has left. Somebody has to close the board.
    pub fn wait_until_left(&self) {
        let mut state = self.state.lock();
        while state.workers > 0 {
            self.quiet.wait(&mut state);
        }
    }

    /// How many workers there are.
    #[must_use]
    pub fn workers(&self) -> usize {
        self.state.lock().workers
    }

    /// How many jobs nobody has begun.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.state.lock().jobs.len()
    }
}

impl State {
    /// Nothing is left to do, and nothing is being done.
    fn is_quiet(&self) -> bool {
        self.jobs.is_empty() && self.idle == self.workers
    }
}
