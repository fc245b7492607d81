//! A run as a variant sees it: what to draw, with how many workers, and whether to stop.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use fractal::{Grid, RowState};

use crate::OwnedPiece;
use crate::growing::Growing;
use crate::hooks::Hooks;
use crate::log::{Log, Mark, Note};
use crate::seats::Seats;
use crate::settings::Settings;
use crate::stop::{Fault, Stop, Stopped};
use crate::worker::Worker;

/// What all who take part in a run share.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) settings: Settings,
    pub(crate) stop: Stop,
    pub(crate) started: Instant,
    pub(crate) seen: Seen,
    hooks: Arc<Hooks>,
    pub(crate) seats: Arc<Seats>,
    workers: AtomicUsize,
    /// Whether the mishap that was asked for has happened.
    pub(crate) mishap: AtomicBool,
    logs: Mutex<Vec<Log>>,
    notes: Mutex<Vec<Note>>,
    marks: Mutex<Vec<Mark>>,
    as_of: Mutex<Option<i32>>,
    here: Mutex<HashMap<ThreadId, Worker>>,
}

/// What of a run others look at while it goes on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cast {
    pub(crate) hooks: Arc<Hooks>,
    pub(crate) seats: Arc<Seats>,
    pub(crate) seen: Seen,
}

/// What is shown of a run while it goes on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Work done, in rows times iterations, for the progress bar.
    pub(crate) done: Arc<AtomicU64>,
    /// The picture as it grows, if somebody wants to see it.
    pub(crate) growing: Option<Arc<Growing>>,
}

impl Run {
    pub(crate) fn new(settings: Settings, stop: Stop, cast: Cast) -> Run {
        let Cast { hooks, seats, seen } = cast;
        Run {
            settings,
            stop,
            started: Instant::now(),
            seen,
            hooks,
            seats,
            workers: AtomicUsize::new(0),
            mishap: AtomicBool::new(false),
            logs: Mutex::default(),
            notes: Mutex::default(),
            marks: Mutex::default(),
            as_of: Mutex::default(),
            here: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Duration {
        self.started.elapsed()
    }

    pub(crate) fn keep(&self, log: Log) {
        lock(&self.logs).push(log);
    }

    /// Ends the workers of [`Show::here`] and takes the logs; workers of one name share one log.
    pub(crate) fn take_logs(&self) -> Vec<Log> {
        // Two statements: a worker that is dropped takes the lock of the logs.
        let here = std::mem::take(&mut *lock(&self.here));
        drop(here);
        Log::merged(std::mem::take(&mut *lock(&self.logs)))
    }

    pub(crate) fn take_notes(&self) -> Vec<Note> {
        std::mem::take(&mut *lock(&self.notes))
    }

    pub(crate) fn take_marks(&self) -> Vec<Mark> {
        std::mem::take(&mut *lock(&self.marks))
    }

    pub(crate) fn as_of(&self) -> Option<i32> {
        *lock(&self.as_of)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // These hold plain records that are whole between any two statements, so a panic elsewhere spoils nothing.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A run as a variant sees it. Clones are the same run, so that a `'static` thread can have its own.
#[derive(Clone, Debug)]
pub struct Show {
    pub(crate) run: Arc<Run>,
}

impl Show {
    /// The picture to draw.
    #[must_use]
    pub fn grid(&self) -> &Grid {
        &self.run.settings.grid
    }

    /// How many workers `--threads` asks for; at least 1.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.run.settings.threads
    }

    /// How many rows a piece has, no more than the picture; the last piece may have fewer.
    #[must_use]
    pub fn piece_rows(&self) -> usize {
        self.run.settings.piece_rows
    }

    /// How many pieces the picture has.
    #[must_use]
    pub fn piece_count(&self) -> usize {
        self.grid().rows().div_ceil(self.piece_rows())
    }

    /// The piece that `--fail-at` names, at which somebody is to panic. The worker sees to it by itself, except in
    /// [`compute_elsewhere`](Worker::compute_elsewhere): who draws elsewhere has to know beforehand at which piece to
    /// ask.
    #[must_use]
    pub fn fail_at(&self) -> Option<usize> {
        self.run.settings.fail_at
    }

    /// What was chosen for an option of the lesson's own, or its default.
    ///
    /// # Panics
    /// If the lesson declares no option of this name.
    #[must_use]
    #[track_caller]
    pub fn choice(&self, name: &str) -> u64 {
        self.run.settings.choices.get(name)
    }

    /// Notes a fact that this run has measured, to be shown below its workers: `"most buffers alive"`, `"4 of at most
    /// 4"`. A second one of the same name takes the place of the first.
    pub fn note(&self, name: &'static str, value: impl Display) {
        let (value, mut notes) = (value.to_string(), lock(&self.run.notes));
        match notes.iter_mut().find(|note| note.name == name) {
            Some(note) => note.value = value,
            None => notes.push(Note { name, value }),
        }
    }

    /// Marks this moment in the timeline, across all workers: `"paused"`. Nothing is written down, and it costs next
    /// to nothing, when no timeline was asked for. A worker marks its own moments with [`Worker::mark`].
    pub fn mark(&self, name: &'static str) {
        if self.run.settings.recording.spans {
            let mark = Mark { name, at: self.run.now() };
            lock(&self.run.marks).push(mark);
        }
    }

    /// Says that what this run draws is the whole picture *as of* fewer iterations than were asked for: that time has
    /// run out, for example. So it is right if it is what the serial run has after so many, and it is coloured as a
    /// picture of so many; the report says both.
    ///
    /// A count of that picture is the count of the finished one, or `iterations` where that is more:
    /// [`Image::first_difference_as_of`](fractal::Image::first_difference_as_of).
    ///
    /// # Panics
    /// If there are more than the grid's.
    #[track_caller]
    pub fn as_of(&self, iterations: i32) {
        let asked = self.grid().iterations();
        assert!(iterations <= asked, "a picture as of iteration {iterations} of {asked}");
        *lock(&self.run.as_of) = (iterations < asked).then_some(iterations);
    }

    /// A poisoned piece in memory of its own, for a thread that cannot borrow the canvas.
    ///
    /// # Panics
    /// If `index` is not below [`piece_count`](Show::piece_count).
    #[must_use]
    pub fn owned_piece(&self, index: usize) -> OwnedPiece {
        assert!(index < self.piece_count(), "piece {index} of {}", self.piece_count());
        OwnedPiece::new(self.grid(), self.piece_rows(), index)
    }

    /// Every row of the picture at its beginning, from the top, for workers to [advance](Worker::advance).
    ///
    /// # Errors
    /// If there is no memory for all of them, or the run is asked to stop before all are there.
    pub fn row_states(&self) -> Result<Vec<RowState>, Stopped> {
        let states = RowState::all_unless(self.grid(), || self.run.stop.is_asked_by_now());
        states.map_err(|error| self.fail(error))?.ok_or_else(Stopped::new)
    }

    /// Runs `body` in [`threads`](Show::threads) scoped threads, a [`Worker`] each, and returns when all have
    /// ended.
    ///
    /// # Errors
    /// If a worker panicked, returned an error or could not be started; the others have been asked to stop.
    pub fn workers<F>(&self, body: F) -> Result<(), Stopped>
    where
        F: Fn(&mut Worker) -> Result<(), Stopped> + Sync,
    {
        self.workers_with(vec![(); self.threads()], |worker, ()| body(worker))
    }

    /// Like [`workers`](Show::workers), but with one worker for each of `parts`, which it gets as its own.
    ///
    /// # Errors
    /// As for [`workers`](Show::workers).
    pub fn workers_with<T, F>(&self, parts: Vec<T>, body: F) -> Result<(), Stopped>
    where
        T: Send,
        F: Fn(&mut Worker, T) -> Result<(), Stopped> + Sync,
    {
        let count = parts.len();
        // Nobody begins before all are there: they may be about to meet, and one that is missing would leave the
        // others waiting for ever.
        let (all_there, body) = (&OnceLock::new(), &body);
        thread::scope(|scope| {
            let mut threads = Vec::with_capacity(count);
            let mut outcome = Ok(());
            for (number, part) in parts.into_iter().enumerate() {
                let name = format!("worker {number}");
                let worker = self.numbered_worker(name.clone(), number);
                let work = move || {
                    if *all_there.wait() {
                        worker.run(|worker| body(worker, part))
                    } else {
                        Err(Stopped::new())
                    }
                };
                match thread::Builder::new().name(name).spawn_scoped(scope, work) {
                    Ok(thread) => threads.push(thread),
                    Err(error) => {
                        let started = threads.len();
                        outcome =
                            Err(self.fail(format!("only {started} of {count} threads could start: {error}")));
                        break;
                    }
                }
            }
            all_there.get_or_init(|| outcome.is_ok());
            for thread in threads {
                // `Worker::run` has caught and reported a panic, so `join` has nothing to add.
                outcome = thread.join().unwrap_or(Err(Stopped::new())).and(outcome);
            }
            outcome
        })
    }

    /// Runs `body`, and beside it one more worker, of this name, in a scoped thread of its own: for somebody who does
    /// not draw like the others, but deals the work out, or takes it in. Returns when both have ended.
    ///
    /// # Errors
    /// If either of them fails, or the thread could not be started; `body` has then not been called.
    pub fn beside(
        &self,
        name: &'static str,
        work: impl FnOnce(&mut Worker) -> Result<(), Stopped> + Send,
        body: impl FnOnce() -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let worker = self.worker(name);
        thread::scope(|scope| {
            let thread = thread::Builder::new().name(name.to_owned());
            let beside = thread
                .spawn_scoped(scope, || worker.run(work))
                .map_err(|error| self.fail(format!("the thread of the {name} could not start: {error}")))?;
            let outcome = body();
            // `Worker::run` has caught and reported a panic, so `join` has nothing to add.
            beside.join().unwrap_or(Err(Stopped::new())).and(outcome)
        })
    }

    /// A worker to be moved into a thread that the lesson starts by itself. Workers of the same name share one
    /// line of the report. See [`Worker::run`].
    #[must_use]
    pub fn worker(&self, name: impl Into<String>) -> Worker {
        // Relaxed: a number for each, and nothing else hangs on it.
        let number = self.run.workers.fetch_add(1, Ordering::Relaxed);
        Worker::new(Arc::clone(&self.run), name.into(), number, number)
    }

    fn numbered_worker(&self, name: String, number: usize) -> Worker {
        // Relaxed: as in `worker`.
        let order = self.run.workers.fetch_add(1, Ordering::Relaxed);
        Worker::new(Arc::clone(&self.run), name, number, order)
    }

    /// Lends `work` the worker of the calling thread, which is made on first use: for jobs in a pool whose threads
    /// belong to a library. Do not call it from within itself: that would be a second worker.
    pub fn here<T>(&self, work: impl FnOnce(&mut Worker) -> T) -> T {
        let current = thread::current();
        let known = lock(&self.run.here).remove(&current.id());
        let mut worker = known.unwrap_or_else(|| {
            // Relaxed: as in `worker`.
            let number = self.run.workers.fetch_add(1, Ordering::Relaxed);
            let name = current.name().map_or_else(|| format!("thread {number}"), str::to_owned);
            Worker::new(Arc::clone(&self.run), name, number, number)
        });
        let result = work(&mut worker);
        lock(&self.run.here).insert(current.id(), worker);
        result
    }

    /// Whether the run has been asked to stop. Another thread may see it a moment later: where all must agree (at
    /// a barrier that cannot be aborted), let one look and tell the others.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.run.stop.is_asked()
    }

    /// Stops the run with an error. If it was asked to stop before, or a worker has panicked, that is what will be
    /// reported: this is a consequence.
    pub fn fail(&self, error: impl Display) -> Stopped {
        self.run.stop.fault(Fault::of_the_run(error));
        Stopped::new()
    }

    /// Has `wake` called when the run is asked to stop: once, by a thread of the stage that holds no locks, and
    /// soon if the request has been made already. It is forgotten when the run ends. Use it to wake who waits on a
    /// primitive in an `Arc`; [`waking`](Show::waking) does the same for one that is borrowed.
    pub fn on_stop(&self, wake: impl FnOnce() + Send + 'static) {
        self.run.hooks.add(Box::new(wake), &self.run.stop);
    }

    /// Runs `body`, and calls `wake` if the run is asked to stop meanwhile: at most once, in a thread of the stage that
    /// holds no locks. Returns when both have ended. (If the system has no thread to spare for this, the run fails, and
    /// `wake` is called before `body`.) Use it to wake those who wait on a primitive on the stack:
    ///
    /// ```
    /// # use std::sync::{Condvar, Mutex};
    /// # use stage::{Show, Stopped};
    /// fn wait_at_a_gate(show: &Show) -> Result<(), Stopped> {
    ///     let (open, opened) = (Mutex::new(false), Condvar::new());
    ///     let wake = || {
    ///         *open.lock().unwrap() = true;
    ///         opened.notify_all();
    ///     };
    ///     show.waking(wake, || {
    ///         show.workers(|worker| {
    ///             let closed = open.lock().unwrap();
    ///             let _open = worker.waiting("gate", || opened.wait_while(closed, |open| !*open));
    ///             Ok(())
    ///         })
    ///     })
    /// }
    /// ```
    pub fn waking<T>(&self, wake: impl FnOnce() + Send, body: impl FnOnce() -> T) -> T {
        /// Tells the watcher that there is nobody left to wake, also when `body` panics.
        struct Ended<'a>(&'a AtomicBool, &'a Stop);
        impl Drop for Ended<'_> {
            fn drop(&mut self) {
                // Relaxed: `nudge` takes the mutex under which the watcher reads it.
                self.0.store(true, Ordering::Relaxed);
                self.1.nudge();
            }
        }

        let (stop, ended) = (&self.run.stop, &AtomicBool::new(false));
        // Whoever takes it calls it; it stays here if there is no thread to take it.
        let wake = &Mutex::new(Some(wake));
        let call = move || lock(wake).take().map(|wake| wake());
        thread::scope(|scope| {
            let watch = move || {
                // Relaxed: see `Ended`.
                stop.wait_until(|| stop.is_asked() || ended.load(Ordering::Relaxed));
                if stop.is_asked() {
                    call();
                }
            };
            if let Err(error) = thread::Builder::new().name("watcher".to_owned()).spawn_scoped(scope, watch) {
                self.fail(format!("no thread could start to watch for the end: {error}"));
                call();
            }
            let _ended = Ended(ended, stop);
            body()
        })
    }
}
