//! The counts of a picture, with their shape.

use std::ops::Range;

use crate::error::GridError;
use crate::grid::Grid;
use crate::memory;

/// A value that no pixel may have: an image is filled with it before it is drawn, so that a pixel that nobody
/// drew shows itself.
pub const POISON: i32 = i32::MIN;

/// The counts of a picture, rows x columns, row-major.
///
/// ```
/// use fractal::{Grid, Image, POISON};
///
/// let grid = Grid::new(40, 30)?;
/// let mut image = Image::poisoned(&grid)?;
/// assert_eq!(image.get(0, 0), Some(POISON));
/// for (rows, band) in image.bands_mut(10) {
///     grid.draw_band(rows, band)?; // disjoint: each could go to a thread of its own
/// }
/// assert_eq!(image.first_difference(&grid.draw()?), None);
/// # Ok::<(), fractal::GridError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Image {
    rows: usize,
    columns: usize,
    counts: Vec<i32>,
}

/// The first pixel, row by row, in which two images differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Row of the pixel.
    pub row: usize,
    /// Column of the pixel.
    pub column: usize,
    /// Its count in the image that was asked; `None` if that image has no such pixel.
    pub left: Option<i32>,
    /// Its count in the other; `None` if that one has no such pixel.
    pub right: Option<i32>,
}

impl Image {
    /// An image of the grid's shape, every pixel [`POISON`]. Its memory is written to, so that drawing does not
    /// pay for the first touch.
    ///
    /// # Errors
    ///
    /// [`GridError::Memory`] if there is not enough memory.
    pub fn poisoned(grid: &Grid) -> Result<Image, GridError> {
        let mut counts = memory::reserve(grid.pixels())?;
        counts.resize(grid.pixels(), POISON);
        Ok(Image { rows: grid.rows(), columns: grid.columns(), counts })
    }

    /// Makes every pixel [`POISON`] again.
    pub fn poison(&mut self) {
        self.counts.fill(POISON);
    }

    /// Rows, at least 1.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns, at least 1.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Every count, row-major.
    #[must_use]
    pub fn counts(&self) -> &[i32] {
        &self.counts
    }

    /// Every count, row-major, to be written.
    #[must_use]
    pub fn counts_mut(&mut self) -> &mut [i32] {
        &mut self.counts
    }

    /// The counts of a row.
    ///
    /// # Panics
    ///
    /// If the image has no such row, as indexing does.
    #[must_use]
    pub fn row(&self, row: usize) -> &[i32] {
        assert!(row < self.rows, "row {row} of an image of {} rows", self.rows);
        &self.counts[row * self.columns..][..self.columns]
    }

    /// The count of a pixel, or `None` outside the image.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<i32> {
        (row < self.rows && column < self.columns).then(|| self.counts[row * self.columns + column])
    }

    /// The image cut into disjoint bands of `piece_rows` rows, each with the rows that it is: the same pieces as
    /// [`Grid::pieces`] gives.
    ///
    /// A band has at least one row: `piece_rows` of 0 counts as 1.
    pub fn bands_mut(
        &mut self,
        piece_rows: usize,
    ) -> impl ExactSizeIterator<Item = (Range<usize>, &mut [i32])> + DoubleEndedIterator {
        let (columns, piece_rows) = (self.columns, piece_rows.max(1));
        self.counts.chunks_mut(piece_rows.saturating_mul(columns)).enumerate().map(move |(piece, band)| {
            let start = piece * piece_rows;
            (start..start + band.len() / columns, band)
        })
    }

    /// The first pixel, row by row, in which the two differ, or `None` if they are the same picture.
    ///
    /// Of images of different shapes, a pixel that only one of them has is a difference too.
    #[must_use]
    pub fn first_difference(&self, other: &Image) -> Option<Difference> {
        if self == other { None } else { self.first_difference_as_of(other, i32::MAX) }
    }

    /// The first pixel in which this differs from what `other` was when no more than so many iterations were made: each
    /// of its counts, or `iterations` where that is less.
    ///
    /// A count is the last iteration that a point has survived. So after fewer iterations it is the same for points
    /// that had left by then, and the number of iterations for all others.
    ///
    /// ```
    /// use fractal::{Grid, Region};
    ///
    /// let (few, many) = (Grid::new(40, 30)?.with_iterations(7)?, Grid::new(40, 30)?.with_iterations(20)?);
    /// assert_eq!(few.draw()?.first_difference_as_of(&many.draw()?, 7), None);
    /// # Ok::<(), fractal::GridError>(())
    /// ```
    #[must_use]
    pub fn first_difference_as_of(&self, other: &Image, iterations: i32) -> Option<Difference> {
        let rows = self.rows.max(other.rows);
        let columns = self.columns.max(other.columns);
        let pixels = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        pixels
            .map(|(row, column)| Difference {
                row,
                column,
                left: self.get(row, column),
                right: other.get(row, column).map(|count| count.min(iterations)),
            })
            .find(|pixel| pixel.left != pixel.right)
    }

    /// The counts as little-endian bytes, row-major: what checksums are taken of.
    #[must_use]
    pub fn to_le_bytes(&self) -> Vec<u8> {
        self.counts.iter().flat_map(|count| count.to_le_bytes()).collect()
    }
}
