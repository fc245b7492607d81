//! A worker: computes pieces, waits, and writes down how long each took.

use std::fmt::Display;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::{self, ThreadId};

use fractal::{Completion, RowState};

use crate::canvas::Pixels;
use crate::elsewhere::{Asked, Elsewhere, TOLD_TO_FAIL};
use crate::log::{Doing, Drawn, Log, Mark, Span};
use crate::seats::Seat;
use crate::show::Run;
use crate::stop::{Fault, FaultKind, Moment, Stopped};

/// Someone who computes. A worker belongs to one thread at a time, and may be moved to another.
///
/// What it does is written down: time [`computing`](Worker::compute), time [`waiting`](Worker::waiting); all else
/// counts as idle. The line ends when the worker is dropped. One that is dropped by a panic reports it first.
#[derive(Debug)]
pub struct Worker {
    run: Arc<Run>,
    log: Log,
    number: usize,
    doing: Option<Doing>,
    last_piece: Option<usize>,
    seat: Arc<Seat>,
    made_by: ThreadId,
    used: bool,
}

impl Worker {
    pub(crate) fn new(run: Arc<Run>, name: String, number: usize, order: usize) -> Worker {
        let from = run.now();
        let log = Log { index: order, name, from, ..Log::default() };
        let seat = run.seats.take(&log.name);
        let made_by = thread::current().id();
        Worker { run, log, number, doing: None, last_piece: None, seat, made_by, used: false }
    }

    /// Its number: in [`Show::workers`](crate::Show::workers) from 0 to one less than there are workers, elsewhere
    /// how many were made before it.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// Its name in the report.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.log.name
    }

    /// Whether the run has been asked to stop. See [`Show::is_stopping`](crate::Show::is_stopping).
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.run.stop.is_asked()
    }

    /// Computes every pixel of a piece.
    ///
    /// # Errors
    /// If the run is asked to stop before the piece is finished; what is not computed keeps what it held.
    #[track_caller]
    pub fn compute(&mut self, piece: &mut impl Pixels) -> Result<(), Stopped> {
        let (index, rows) = (piece.index(), piece.rows());
        let run = Arc::clone(&self.run);
        let (grid, worker) = (&run.settings.grid, self.log.index);
        self.work_on(index, || {
            for (row, out) in rows.clone().zip(piece.pixels_mut().chunks_mut(grid.columns())) {
                match grid.draw_row_unless(row, out, || run.stop.is_asked_by_now()) {
                    Ok(Completion::Finished) => {
                        run.grew(worker, row..row + 1, out);
                        run.progressed(grid.iterations().unsigned_abs().into());
                    }
                    Ok(Completion::Stopped) => return Ok(Completion::Stopped),
                    Err(error) => return Err(error),
                }
            }
            Ok(Completion::Finished)
        })
        .and_then(|outcome| match outcome {
            Ok(Completion::Finished) => {
                self.log.pieces += 1;
                self.drew(rows, 0..grid.columns());
                Ok(())
            }
            Ok(Completion::Stopped) => Err(Stopped::new()),
            Err(error) => Err(self.fail(error)),
        })
    }

    /// Goes on with a row from its stored state, for up to so many more iterations. It counts as work on the piece
    /// that the row would belong to.
    ///
    /// # Errors
    /// If the run is asked to stop before that; the row may then have made some of them, and can go on.
    #[track_caller]
    pub fn advance(&mut self, row: &mut RowState, iterations: i32) -> Result<(), Stopped> {
        let run = Arc::clone(&self.run);
        let piece = row.row() / run.settings.piece_rows;
        let advance = || row.advance_unless(iterations, || run.stop.is_asked_by_now());
        if self.work_on(piece, advance)? == Completion::Stopped {
            return Err(Stopped::new());
        }
        run.grew(self.log.index, row.row()..row.row() + 1, row.counts());
        run.progressed(iterations.unsigned_abs().into());
        self.log.pieces += 1;
        self.drew(row.row()..row.row() + 1, 0..run.settings.grid.columns());
        Ok(())
    }

    /// Runs `work` as work on a piece: for whatever [`compute`](Worker::compute) and [`advance`](Worker::advance)
    /// do not do. If the picture has such a piece, it counts as drawn by this worker when `work` returns. Where the
    /// work is not on whole rows, see [`computing_pixels`](Worker::computing_pixels).
    ///
    /// # Errors
    /// If the run has been asked to stop; `work` has then not been called.
    ///
    /// # Panics
    /// If `--fail-at` names this piece, before `work` is called; in `compute` and `advance` too.
    #[track_caller]
    pub fn computing<T>(&mut self, piece: usize, work: impl FnOnce() -> T) -> Result<T, Stopped> {
        let (grid, piece_rows) = (&self.run.settings.grid, self.run.settings.piece_rows);
        let (height, columns) = (grid.rows(), 0..grid.columns());
        // No rows at all if there is no such piece.
        let first = piece.saturating_mul(piece_rows).min(height);
        let rows = first..first.saturating_add(piece_rows).min(height);
        self.computing_part(piece, rows, columns, work)
    }

    /// Runs `work` as some of the work on a piece, which does not count as drawn by it: for whoever works on a piece
    /// in several turns, with something else in between. What draws it at last, such as
    /// [`compute_by`](Worker::compute_by), counts.
    ///
    /// # Errors
    /// If the run has been asked to stop; `work` has then not been called.
    ///
    /// # Panics
    /// If `--fail-at` names this piece, before `work` is called.
    #[track_caller]
    pub fn computing_some<T>(&mut self, piece: usize, work: impl FnOnce() -> T) -> Result<T, Stopped> {
        self.work_on(piece, work)
    }

    /// Has `fill` write the pixels of a piece, `rows x columns`, row by row: for those that come from elsewhere, such
    /// as another process.
    ///
    /// # Errors
    /// If the run has been asked to stop; `fill` has then not been called.
    ///
    /// # Panics
    /// If `--fail-at` names this piece, before `fill` is called.
    #[track_caller]
    pub fn compute_by<T>(
        &mut self,
        piece: &mut impl Pixels,
        fill: impl FnOnce(&mut [i32]) -> T,
    ) -> Result<T, Stopped> {
        let result = self.computing(piece.index(), || fill(piece.pixels_mut()))?;
        self.run.grew(self.log.index, piece.rows(), piece.pixels_mut());
        Ok(result)
    }

    /// Has somebody else draw a piece for this worker, somebody who may be lost: another process. `draw` is told what
    /// to ask for, gets the pixels of the piece to be filled, `rows x columns`, row by row, and says what came of it.
    /// It counts as work on the piece, and if it is drawn, as drawn by this worker; returns whether it is.
    ///
    /// # Errors
    /// If the run has been asked to stop; `draw` has then not been called. If there was a panic, which is reported as
    /// this worker's.
    pub fn compute_elsewhere(
        &mut self,
        piece: &mut impl Pixels,
        draw: impl FnOnce(Asked, &mut [i32]) -> Elsewhere,
    ) -> Result<bool, Stopped> {
        let (index, rows) = (piece.index(), piece.rows());
        let asked = self.begin(index)?;
        match self.timed(Doing::Computing(index), || draw(asked, piece.pixels_mut())) {
            Elsewhere::Drawn => {
                let grid = &self.run.settings.grid;
                let (columns, iterations) = (grid.columns(), grid.iterations().unsigned_abs());
                self.log.pieces += 1;
                self.run.grew(self.log.index, rows.clone(), piece.pixels_mut());
                self.run.progressed(rows.len() as u64 * u64::from(iterations));
                self.drew(rows, 0..columns);
                Ok(true)
            }
            Elsewhere::NotDrawn => Ok(false),
            Elsewhere::Panicked { message, place } => {
                let (worker, moment) = (Some(self.name().to_owned()), Moment::Computing(index));
                let kind = FaultKind::Panic;
                self.run.stop.fault(Fault { worker, moment, kind, message, place, backtrace: None });
                Err(Stopped::new())
            }
        }
    }

    /// Runs `work` as work on a rectangle of the picture, which counts as drawn by this worker when `work` returns: for
    /// a lesson that cuts the picture up in its own way. It counts as work on the piece that the first row belongs to.
    ///
    /// # Errors
    /// If the run has been asked to stop; `work` has then not been called.
    ///
    /// # Panics
    /// If the picture has no such rows or columns. If `--fail-at` names this piece, before `work` is called.
    #[track_caller]
    pub fn computing_pixels<T>(
        &mut self,
        rows: Range<usize>,
        columns: Range<usize>,
        work: impl FnOnce() -> T,
    ) -> Result<T, Stopped> {
        let grid = &self.run.settings.grid;
        let fit = rows.end <= grid.rows() && columns.end <= grid.columns();
        assert!(fit, "rows {rows:?} and columns {columns:?} of {} x {}", grid.rows(), grid.columns());
        self.computing_part(rows.start / self.run.settings.piece_rows, rows, columns, work)
    }

    /// Work on a part of a piece, which is drawn when `work` returns.
    #[track_caller]
    fn computing_part<T>(
        &mut self,
        piece: usize,
        rows: Range<usize>,
        columns: Range<usize>,
        work: impl FnOnce() -> T,
    ) -> Result<T, Stopped> {
        let result = self.work_on(piece, work)?;
        self.log.pieces += 1;
        let grid = &self.run.settings.grid;
        let share = columns.len() as f64 / grid.columns() as f64;
        self.run.progressed((rows.len() as f64 * share * f64::from(grid.iterations())) as u64);
        self.drew(rows, columns);
        Ok(result)
    }

    /// Runs `work` as work on a piece. Whether it is finished then, and what of it is drawn, is for the caller to say.
    #[track_caller]
    fn work_on<T>(&mut self, piece: usize, work: impl FnOnce() -> T) -> Result<T, Stopped> {
        if self.begin(piece)? == Asked::Panic {
            self.used = true;
            self.set(Some(Doing::Computing(piece)));
            panic!("{TOLD_TO_FAIL}");
        }
        Ok(self.timed(Doing::Computing(piece), work))
    }

    /// Begins work on a piece, unless the run is asked to stop, and says whether it is to end in a panic.
    fn begin(&mut self, piece: usize) -> Result<Asked, Stopped> {
        if self.is_stopping() {
            return Err(Stopped::new());
        }
        self.last_piece = Some(piece);
        let asked = if self.run.suffers_at(piece, &self.seat) { Asked::Panic } else { Asked::Draw };
        // Once more: that may have been a Ctrl-C.
        if self.is_stopping() { Err(Stopped::new()) } else { Ok(asked) }
    }

    /// Runs `wait` and writes its time down as waiting on `what`: the name of a primitive, such as `"lock"`.
    pub fn waiting<T>(&mut self, what: &'static str, wait: impl FnOnce() -> T) -> T {
        self.timed(Doing::Waiting(what), wait)
    }

    /// Marks this moment in the timeline as something that happened to this worker: `"deadline"`. Nothing is written
    /// down when no timeline was asked for. See [`Show::mark`](crate::Show::mark).
    pub fn mark(&mut self, name: &'static str) {
        self.used = true;
        if self.run.settings.recording.spans {
            self.log.marks.push(Mark { name, at: self.run.now() });
        }
    }

    /// Runs the whole of a worker's life, in a thread that the lesson has started. A panic in `work` is caught,
    /// reported, and stops the run.
    ///
    /// A lesson whose point is that panics travel through `join` may do without: a worker that is dropped by a
    /// panic reports it too.
    ///
    /// # Errors
    /// What `work` returned, or [`Stopped`] if it panicked.
    pub fn run<T>(mut self, work: impl FnOnce(&mut Worker) -> Result<T, Stopped>) -> Result<T, Stopped> {
        self.attempt(work)
    }

    /// Runs part of a worker's life. A panic in `work` is caught, reported, and stops the run, but this worker can
    /// go on: for one that must still arrive where others wait for it, at a barrier that cannot be aborted.
    ///
    /// # Errors
    /// What `work` returned, or [`Stopped`] if it panicked.
    pub fn attempt<T>(&mut self, work: impl FnOnce(&mut Worker) -> Result<T, Stopped>) -> Result<T, Stopped> {
        self.used = true;
        // Unwind safety: the run is over after a panic, and its picture is not shown. What the lesson shares
        // between workers is poisoned, or not, as in any program.
        match panic::catch_unwind(AssertUnwindSafe(|| work(self))) {
            Ok(result) => result,
            Err(payload) => {
                self.run.stop.fault(Fault::caught(self.name(), self.moment(), &*payload));
                self.set(None);
                Err(Stopped::new())
            }
        }
    }

    /// Stops the run with an error of this worker's. If it was asked to stop before, or a worker has panicked, that
    /// is what will be reported: this is a consequence.
    pub fn fail(&mut self, error: impl Display) -> Stopped {
        self.run.stop.fault(Fault::error(self.name(), self.moment(), error));
        Stopped::new()
    }

    fn moment(&self) -> Moment {
        match (self.doing, self.last_piece) {
            (Some(Doing::Computing(piece)), _) => Moment::Computing(piece),
            (Some(Doing::Waiting(what)), _) => Moment::Waiting(what),
            (None, Some(piece)) => Moment::After(piece),
            (None, None) => Moment::Start,
        }
    }

    fn set(&mut self, doing: Option<Doing>) {
        self.doing = doing;
        self.seat.set(doing);
    }

    fn timed<T>(&mut self, doing: Doing, work: impl FnOnce() -> T) -> T {
        self.used = true;
        self.set(Some(doing));
        let recording = self.run.settings.recording;
        if !recording.totals {
            let result = work();
            self.set(None);
            return result;
        }
        let from = self.run.now();
        let result = work();
        let to = self.run.now();
        self.set(None);
        match doing {
            Doing::Computing(_) => self.log.computing += to - from,
            Doing::Waiting(what) => self.log.waited(what, to - from),
        }
        if recording.spans {
            self.log.spans.push(Span { doing, from, to });
        }
        result
    }

    fn drew(&mut self, rows: Range<usize>, columns: Range<usize>) {
        self.log.rows += rows.len() as u64;
        if let Some(growing) = &self.run.seen.growing {
            growing.drawn_by(self.log.index, rows.clone(), columns.clone());
        }
        if self.run.settings.recording.rows && !rows.is_empty() {
            self.log.drawn.push(Drawn { rows, columns, at: self.run.now() });
        }
    }
}

impl Run {
    /// Counts work that is done, in rows times iterations.
    fn progressed(&self, work: u64) {
        // Relaxed: a number for the progress bar; nothing is read on the strength of it.
        self.seen.done.fetch_add(work, Ordering::Relaxed);
    }

    /// Hands whole rows over that a worker has drawn, if somebody wants to see the picture grow.
    fn grew(&self, worker: usize, rows: Range<usize>, counts: &[i32]) {
        if let Some(growing) = &self.seen.growing {
            let columns = 0..self.settings.grid.columns();
            growing.drawn_by(worker, rows.clone(), columns.clone());
            growing.counted(rows, columns, counts);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // One that was made by this thread and never used is only cargo of somebody else's panic.
        if thread::panicking() && (self.used || thread::current().id() != self.made_by) {
            self.run.stop.fault(Fault::passing(self.name(), self.moment()));
        }
        self.log.to = self.run.now();
        self.run.keep(std::mem::take(&mut self.log));
    }
}
