//! The definition of a pixel, and how rows of them are drawn.

use std::ops::Range;

use num_complex::Complex64;

use crate::error::GridError;
use crate::grid::Grid;
use crate::image::Image;
use crate::lanes::{LANES, Lanes};

/// The last iteration that the point `c` survived: 0 if it left in the first, `iterations` if it never did.
///
/// This is the definition. Everything else in the crate that computes a pixel is held equal to it, bit for bit.
///
/// ```
/// use fractal::{Complex64, escape_count};
///
/// assert_eq!(escape_count(Complex64::new(0.0, 0.0), 20), 20);
/// assert_eq!(escape_count(Complex64::new(-1.5, -1.0), 20), 0);
/// assert_eq!(escape_count(Complex64::new(0.5, 0.0), 20), 3);
/// ```
#[must_use]
// ANCHOR: definition
pub fn escape_count(c: Complex64, iterations: i32) -> i32 {
    let mut z = c;
    for i in 1..=iterations {
        z = z * z + c;
        // |z|² against 4, which spares the root; written so that a `z` that is not a number has left.
        let inside = z.norm_sqr() <= 4.0;
        if !inside {
            return i - 1;
        }
    }
    iterations
}
// ANCHOR_END: definition

/// Whether drawing came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a row that was stopped is not finished"]
pub enum Completion {
    /// Every pixel is drawn.
    Finished,
    /// It was told to stop: the pixels not reached hold what they held before.
    Stopped,
}

/// How many iterations of single points lie between two looks at a stop closure: a fraction of a millisecond.
pub const STEPS_BETWEEN_LOOKS: u64 = 1 << 18;

/// Iterations of one set of lanes between two looks.
pub(crate) const BURST: i32 = (STEPS_BETWEEN_LOOKS / LANES as u64) as i32;

impl Grid {
    /// Draws a row: `out[column]` becomes the count of that pixel.
    ///
    /// # Errors
    ///
    /// [`GridError::BandOutside`] if the grid has no such row, [`GridError::WrongLength`] if `out` is not one
    /// row long; nothing is drawn then.
    pub fn draw_row(&self, row: usize, out: &mut [i32]) -> Result<(), GridError> {
        self.draw_band(row..row.saturating_add(1), out)
    }

    /// Draws the rows of a band one after the other into `out`, row-major.
    ///
    /// # Errors
    ///
    /// [`GridError::BandOutside`] if these are not rows of the grid, [`GridError::WrongLength`] if `out` is not
    /// as long as all of them together; nothing is drawn then.
    ///
    /// ```
    /// use fractal::Grid;
    ///
    /// let grid = Grid::new(40, 30)?;
    /// let mut band = vec![0; 2 * 30];
    /// grid.draw_band(38..40, &mut band)?;
    ///
    /// let mut last = vec![0; 30];
    /// grid.draw_row(39, &mut last)?;
    /// assert_eq!(band[30..], last);
    /// # Ok::<(), fractal::GridError>(())
    /// ```
    pub fn draw_band(&self, rows: Range<usize>, out: &mut [i32]) -> Result<(), GridError> {
        self.check_band(&rows, out.len())?;
        for (row, pixels) in rows.zip(out.chunks_exact_mut(self.columns())) {
            let mut never = || false;
            let _finished = self.draw_watched(row, pixels, &mut Watch::new(&mut never));
        }
        Ok(())
    }

    /// Draws a row unless `stop` says to stop, which it is asked before the first pixel and then every
    /// [`STEPS_BETWEEN_LOOKS`], inside a row and inside a single point as well.
    ///
    /// After [`Completion::Stopped`] the pixels that were not reached hold what they held before; a row that
    /// began poisoned shows how far it came.
    ///
    /// # Errors
    ///
    /// As [`draw_row`](Self::draw_row).
    ///
    /// ```
    /// use fractal::{Completion, Grid, POISON};
    ///
    /// let grid = Grid::new(40, 30)?;
    /// let mut row = vec![POISON; 30];
    /// assert_eq!(grid.draw_row_unless(0, &mut row, || true)?, Completion::Stopped);
    /// assert_eq!(row, [POISON; 30]);
    /// assert_eq!(grid.draw_row_unless(0, &mut row, || false)?, Completion::Finished);
    /// # Ok::<(), fractal::GridError>(())
    /// ```
    pub fn draw_row_unless(
        &self,
        row: usize,
        out: &mut [i32],
        mut stop: impl FnMut() -> bool,
    ) -> Result<Completion, GridError> {
        // What is generic is compiled with the caller, which may not be optimised: so this calls what is not.
        self.draw_row_unless_dyn(row, out, &mut stop)
    }

    fn draw_row_unless_dyn(
        &self,
        row: usize,
        out: &mut [i32],
        stop: &mut dyn FnMut() -> bool,
    ) -> Result<Completion, GridError> {
        self.check_band(&(row..row.saturating_add(1)), out.len())?;
        if stop() {
            return Ok(Completion::Stopped);
        }
        Ok(self.draw_watched(row, out, &mut Watch::new(stop)))
    }

    /// Draws the whole picture, row after row, into a new image: the plain serial way.
    ///
    /// # Errors
    ///
    /// [`GridError::Memory`] if there is not enough memory for the image.
    pub fn draw(&self) -> Result<Image, GridError> {
        let mut image = Image::poisoned(self)?;
        self.draw_band(0..self.rows(), image.counts_mut())?;
        Ok(image)
    }

    fn draw_watched(&self, row: usize, out: &mut [i32], watch: &mut Watch<'_>) -> Completion {
        for (index, pixels) in out.chunks_mut(LANES).enumerate() {
            let mut lanes = Lanes::start(self, row, index * LANES, pixels.len());
            let mut left = self.iterations();
            while left > 0 && lanes.live() {
                let made = lanes.advance(left.min(BURST));
                left -= made;
                if watch.stops_after(made) {
                    return Completion::Stopped;
                }
            }
            pixels.copy_from_slice(&lanes.counts()[..pixels.len()]);
        }
        Completion::Finished
    }

    fn check_band(&self, rows: &Range<usize>, given: usize) -> Result<(), GridError> {
        if rows.start > rows.end || rows.end > self.rows() {
            return Err(GridError::BandOutside { start: rows.start, end: rows.end, rows: self.rows() });
        }
        let wanted = rows.len() * self.columns();
        if given == wanted { Ok(()) } else { Err(GridError::WrongLength { given, wanted }) }
    }
}

/// Asks a stop closure every [`STEPS_BETWEEN_LOOKS`].
pub(crate) struct Watch<'a> {
    stop: &'a mut dyn FnMut() -> bool,
    steps: u64,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(stop: &'a mut dyn FnMut() -> bool) -> Self {
        Watch { stop, steps: 0 }
    }

    /// Counts iterations made by a set of lanes, and asks when it is time to.
    pub(crate) fn stops_after(&mut self, made: i32) -> bool {
        self.steps += made as u64 * LANES as u64;
        if self.steps < STEPS_BETWEEN_LOOKS {
            return false;
        }
        self.steps = 0;
        (self.stop)()
    }
}
