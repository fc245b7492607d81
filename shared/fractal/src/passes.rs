//! A row computed in passes.

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
#[must_use]
pub struct RowState {
    row: usize,
    iterations: i32,
    done: i32,
    lanes: Vec<Lanes>,
    counts: Vec<i32>,
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
        let mut lanes = memory::reserve(grid.columns().div_ceil(LANES))?;
        let mut counts = memory::reserve(grid.columns())?;
        counts.resize(grid.columns(), 0);
        lanes.extend(
            counts
                .chunks(LANES)
                .enumerate()
                .map(|(index, points)| Lanes::start(grid, row, index * LANES, points.len())),
        );
        Ok(RowState { row, iterations: grid.iterations(), done: 0, lanes, counts })
    }

    /// Goes on for up to this many more iterations, never beyond the grid's. A number below 1 does nothing.
    pub fn advance(&mut self, iterations: i32) {
        let steps = iterations.clamp(0, self.iterations - self.done);
        for (lanes, pixels) in self.lanes.iter_mut().zip(self.counts.chunks_mut(LANES)) {
            if lanes.living() > 0 {
                lanes.advance(steps);
                lanes.write_counts(pixels);
            }
        }
        self.done += steps;
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

    /// How many points have survived every iteration so far: the work that is left, if iterations are.
    #[must_use]
    pub fn living(&self) -> usize {
        self.lanes.iter().map(Lanes::living).sum()
    }

    /// The last iteration that each point survived so far, a column each; they are final for points that left.
    #[must_use]
    pub fn counts(&self) -> &[i32] {
        &self.counts
    }
}
