//! A row computed in passes.

use num_complex::Complex64;

use crate::error::GridError;
use crate::grid::Grid;
use crate::kernel::{BURST, Completion, Watch};
use crate::lanes::{LANES, Lanes};
use crate::memory;

/// A row under way: the `z` of each of its points, their counts, and which of them still live.
///
/// It is plain data, so it can be handed from thread to thread between passes; whoever holds it goes on from
/// the `z` that the one before has stored. However the iterations are split, and wherever it was stopped in between,
/// the counts are those of [`Grid::draw_row`], bit for bit.
///
/// ```
/// use fractal::{Grid, RowState};
///
/// let grid = Grid::new(40, 30)?;
/// let mut state = RowState::new(&grid, 12)?;
/// while !state.is_finished() {
///     state.advance(3);
/// }
///
/// let mut row = vec![0; 30];
/// grid.draw_row(12, &mut row)?;
/// assert_eq!(state.counts(), row);
/// # Ok::<(), fractal::GridError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "the counts are in it"]
pub struct RowState {
    grid: Grid,
    row: usize,
    done: i32,
    living: usize,
    /// The points that iterations are still to be made for, with their `z`. Before the first iteration there is
    /// only room for them: every point is at `z = c`.
    under_way: Vec<Neighbours>,
    /// A point whose count is `done` or more lives. Filled up to whole sets of lanes, as if with points that left at once.
    counts: Vec<i32>,
    /// The pass that was stopped in its middle, if one was.
    stopped: Option<Pass>,
}

/// The stored `z` of neighbouring points, at least one of which lives.
#[derive(Clone, Copy, Debug)]
struct Neighbours {
    /// Which ones: the first is in column `index * LANES`.
    index: usize,
    z: [Complex64; LANES],
}

/// A pass over the points under way, from the first set of lanes to the last, each of which makes the same iterations.
#[derive(Clone, Copy, Debug)]
struct Pass {
    /// The iteration that it brings them to.
    to: i32,
    /// The set whose turn it is: those before have been brought there.
    next: usize,
    /// How many of those go on after it. They are moved together at the beginning of `under_way`.
    kept: usize,
    /// How many points of those live.
    living: usize,
}

impl RowState {
    /// The row at its beginning: `z = c`, no iteration made, every point living.
    ///
    /// # Errors
    ///
    /// [`GridError::BandOutside`] if the grid has no such row, [`GridError::Memory`] if there is no memory for
    /// its state.
    pub fn new(grid: &Grid, row: usize) -> Result<RowState, GridError> {
        if row >= grid.rows() {
            return Err(GridError::BandOutside { start: row, end: row.saturating_add(1), rows: grid.rows() });
        }
        let filled_up = grid.columns().next_multiple_of(LANES);
        let under_way = memory::reserve(filled_up / LANES)?;
        let counts = memory::zeroes(filled_up)?;
        let living = grid.columns();
        Ok(RowState { grid: grid.clone(), row, done: 0, living, under_way, counts, stopped: None })
    }

    /// Every row of the grid at its beginning, from the top.
    ///
    /// # Errors
    ///
    /// [`GridError::Memory`] if there is no memory for all of them together.
    pub fn all(grid: &Grid) -> Result<Vec<RowState>, GridError> {
        Ok(RowState::all_unless(grid, || false)?.unwrap_or_default())
    }

    /// Every row of the grid at its beginning, from the top, unless `stop` says to stop: then `None`. It is asked before
    /// each row, since to take the memory of a large picture takes a while.
    ///
    /// # Errors
    ///
    /// [`GridError::Memory`] if there is no memory for all of them together.
    pub fn all_unless(
        grid: &Grid,
        mut stop: impl FnMut() -> bool,
    ) -> Result<Option<Vec<RowState>>, GridError> {
        let sets = grid.columns().div_ceil(LANES);
        let a_set = size_of::<Neighbours>() + LANES * size_of::<i32>();
        let a_row = sets.saturating_mul(a_set).saturating_add(size_of::<RowState>());
        // Asked for together and given back, since each by itself may seem to be there until none is.
        drop(memory::reserve::<u8>(grid.rows().saturating_mul(a_row))?);
        let mut states = memory::reserve(grid.rows())?;
        for row in 0..grid.rows() {
            if stop() {
                return Ok(None);
            }
            states.push(RowState::new(grid, row)?);
        }
        Ok(Some(states))
    }

    /// Goes on for up to this many more iterations, never beyond the grid's. A number below 1 does nothing.
    ///
    /// It returns when they are made; [`advance_unless`](Self::advance_unless) can be stopped.
    pub fn advance(&mut self, iterations: i32) {
        let _finished = self.advance_unless(iterations, || false);
    }

    /// Goes on for up to this many more iterations, never beyond the grid's, unless `stop` says to stop. It is asked
    /// before the first iteration and then every [`STEPS_BETWEEN_LOOKS`](crate::STEPS_BETWEEN_LOOKS), between points
    /// of the row and within a single one as well. A number below 1 does nothing, and does not ask.
    ///
    /// After [`Completion::Stopped`], some points may have more iterations than [`done`](Self::done) says, which is
    /// what all of them have. The next call brings the others to where these are before it does anything else, also
    /// if that is more than it is told to.
    ///
    /// ```
    /// use fractal::{Completion, Grid, RowState};
    ///
    /// let grid = Grid::new(40, 30)?;
    /// let mut state = RowState::new(&grid, 12)?;
    /// assert_eq!(state.advance_unless(20, || true), Completion::Stopped);
    /// assert_eq!(state.done(), 0);
    /// assert_eq!(state.advance_unless(20, || false), Completion::Finished);
    /// assert_eq!(state.done(), 20);
    /// # Ok::<(), fractal::GridError>(())
    /// ```
    pub fn advance_unless(&mut self, iterations: i32, mut stop: impl FnMut() -> bool) -> Completion {
        // What is generic is compiled with the caller, which may not be optimised: so this calls what is not.
        self.advance_unless_dyn(iterations, &mut stop)
    }

    fn advance_unless_dyn(&mut self, iterations: i32, stop: &mut dyn FnMut() -> bool) -> Completion {
        let goal = self.done + iterations.clamp(0, self.grid.iterations() - self.done);
        if self.done < goal && stop() {
            return Completion::Stopped;
        }
        let mut watch = Watch::new(stop);
        while self.done < goal {
            // Where no point lives, no steps are made that somebody would wait for.
            let burst = if self.living == 0 { goal - self.done } else { BURST.min(goal - self.done) };
            let begun = Pass { to: self.done + burst, next: 0, kept: 0, living: 0 };
            let mut pass = self.stopped.take().unwrap_or(begun);
            if self.make(&mut pass, &mut watch) == Completion::Stopped {
                self.stopped = Some(pass);
                return Completion::Stopped;
            }
            (self.done, self.living) = (pass.to, pass.living);
        }
        Completion::Finished
    }

    /// Makes a pass, from wherever it was stopped, unless it is stopped again.
    fn make(&mut self, pass: &mut Pass, watch: &mut Watch<'_>) -> Completion {
        let RowState { grid, row, done, under_way, counts, .. } = self;
        let (counts, _) = counts.as_chunks_mut::<LANES>();
        let is_first = *done == 0;
        let sets = if is_first { counts.len() } else { under_way.len() };
        while pass.next < sets {
            let index = if is_first { pass.next } else { under_way[pass.next].index };
            let column = index * LANES;
            let mut lanes = if is_first {
                Lanes::start(grid, *row, column, grid.columns() - column)
            } else {
                Lanes::resume(grid, *row, column, &under_way[pass.next].z, &counts[index], *done)
            };
            let made = lanes.advance(pass.to - *done);
            counts[index] = lanes.counts();
            pass.living += lanes.living();
            pass.next += 1;
            if lanes.live() && pass.to < grid.iterations() {
                let neighbours = Neighbours { index, z: lanes.z() };
                if is_first {
                    under_way.push(neighbours);
                } else {
                    under_way[pass.kept] = neighbours;
                }
                pass.kept += 1;
            }
            if watch.stops_after(made) {
                return Completion::Stopped;
            }
        }
        under_way.truncate(pass.kept);
        Completion::Finished
    }

    /// Which row this is.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// Iterations made so far, of every point.
    #[must_use]
    pub fn done(&self) -> i32 {
        self.done
    }

    /// Whether nothing is left to do: no point lives, or all of the grid's iterations are made.
    pub fn is_finished(&self) -> bool {
        self.living == 0 || self.done == self.grid.iterations()
    }

    /// How many points have survived every iteration that is [`done`](Self::done): the work that is left, if iterations
    /// are.
    #[must_use]
    pub fn living(&self) -> usize {
        self.living
    }

    /// The last iteration that each point survived so far, a column each; they are final for points that left. After
    /// a stop some may be ahead of the others: [`counts_as_of`](Self::counts_as_of) what is [`done`](Self::done) has
    /// those that belong together.
    #[must_use]
    pub fn counts(&self) -> &[i32] {
        &self.counts[..self.grid.columns()]
    }

    /// The counts as they were when no more than so many iterations were made: of rows that have come to different
    /// points, a picture that is right for all.
    ///
    /// # Panics
    ///
    /// If the row has not come that far and points of it live: nobody knows yet.
    #[must_use]
    pub fn counts_as_of(&self, iterations: i32) -> Vec<i32> {
        let is_known = self.living == 0 || iterations <= self.done;
        assert!(is_known, "row {} as of iteration {iterations}, when {} are made", self.row, self.done);
        self.counts().iter().map(|&count| count.min(iterations)).collect()
    }
}
