//! A row computed in passes.

use num_complex::Complex64;

use crate::error::GridError;
use crate::grid::Grid;
use crate::lanes::{LANES, Lanes};
use crate::memory;

/// A row under way: the `z` of each of its points, their counts, and which of them still live.
///
/// It is plain data, so it can be handed from thread to thread between passes; whoever holds it goes on from
/// the `z` that the one before has stored. However the iterations are split, the counts are those of
/// [`Grid::draw_row`], bit for bit.
///
/// ```
/// use fractal::{Grid, RowState};
///
/// let grid = Grid::new(40, 30)?;
/// let mut state = RowState::new(&grid, 12)?;
/// while state.living() > 0 && state.done() < grid.iterations() {
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
    /// A point whose count is `done` lives. Filled up to whole sets of lanes, as if with points that left at once.
    counts: Vec<i32>,
}

/// The stored `z` of neighbouring points, at least one of which lives.
#[derive(Clone, Debug)]
struct Neighbours {
    /// Which ones: the first is in column `index * LANES`.
    index: usize,
    z: [Complex64; LANES],
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
        let mut counts = memory::reserve(filled_up)?;
        counts.resize(filled_up, 0);
        Ok(RowState { grid: grid.clone(), row, done: 0, living: grid.columns(), under_way, counts })
    }

    /// Every row of the grid at its beginning, from the top.
    ///
    /// # Errors
    ///
    /// [`GridError::Memory`] if there is no memory for all of them together.
    pub fn all(grid: &Grid) -> Result<Vec<RowState>, GridError> {
        let sets = grid.columns().div_ceil(LANES);
        let a_set = size_of::<Neighbours>() + LANES * size_of::<i32>();
        let a_row = sets.saturating_mul(a_set).saturating_add(size_of::<RowState>());
        // Asked for together and given back, since each by itself may seem to be there until none is.
        drop(memory::reserve::<u8>(grid.rows().saturating_mul(a_row))?);
        let mut states = memory::reserve(grid.rows())?;
        for row in 0..grid.rows() {
            states.push(RowState::new(grid, row)?);
        }
        Ok(states)
    }

    /// Goes on for up to this many more iterations, never beyond the grid's. A number below 1 does nothing.
    ///
    /// It returns when they are made, so who must be able to stop asks for few at a time.
    pub fn advance(&mut self, iterations: i32) {
        let steps = iterations.clamp(0, self.grid.iterations() - self.done);
        if steps == 0 {
            return;
        }
        let RowState { grid, row, done, living, under_way, counts } = self;
        let before = *done;
        *done += steps;
        *living = 0;
        let (counts, _) = counts.as_chunks_mut::<LANES>();

        // Whether there is something left to do for these lanes.
        let mut go_on = |lanes: &mut Lanes, counts: &mut [i32; LANES]| {
            lanes.advance(steps);
            *counts = lanes.counts();
            *living += lanes.living();
            lanes.live() && *done < grid.iterations()
        };

        if before == 0 {
            for (index, counts) in counts.iter_mut().enumerate() {
                let column = index * LANES;
                let mut lanes = Lanes::start(grid, *row, column, grid.columns() - column);
                if go_on(&mut lanes, counts) {
                    under_way.push(Neighbours { index, z: lanes.z() });
                }
            }
        } else {
            under_way.retain_mut(|Neighbours { index, z }| {
                let counts = &mut counts[*index];
                let mut lanes = Lanes::resume(grid, *row, *index * LANES, z, counts, before);
                let goes_on = go_on(&mut lanes, counts);
                *z = lanes.z();
                goes_on
            });
        }
    }

    /// Which row this is.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// Iterations made so far.
    #[must_use]
    pub fn done(&self) -> i32 {
        self.done
    }

    /// Whether nothing is left to do: no point lives, or all of the grid's iterations are made.
    pub fn is_finished(&self) -> bool {
        self.living == 0 || self.done == self.grid.iterations()
    }

    /// How many points have survived every iteration so far: the work that is left, if iterations are.
    #[must_use]
    pub fn living(&self) -> usize {
        self.living
    }

    /// The last iteration that each point survived so far, a column each; they are final for points that left.
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
