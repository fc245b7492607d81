//! Which points of the plane are looked at, and for how many iterations.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use num_complex::Complex64;

use crate::error::GridError;

/// A rectangle of the complex plane: rows run from `top` to `bottom` (imaginary parts), columns from `left` to
/// `right` (real parts), all four edges included.
///
/// Nothing says that `top` is less than `bottom`: exchanged edges give the picture mirrored.
///
/// ```
/// use fractal::Region;
///
/// let region: Region = "-1, -1.5, 0, 0".parse()?;
/// assert_eq!(region, Region::default());
/// assert_eq!(region.to_string(), "-1,-1.5,0,0");
/// # Ok::<(), fractal::GridError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Imaginary part of the first row.
    pub top: f64,
    /// Real part of the first column.
    pub left: f64,
    /// Imaginary part of the last row.
    pub bottom: f64,
    /// Real part of the last column.
    pub right: f64,
}

impl Default for Region {
    fn default() -> Self {
        Region { top: -1.0, left: -1.5, bottom: 0.0, right: 0.0 }
    }
}

impl FromStr for Region {
    type Err = GridError;

    /// Reads `TOP,LEFT,BOTTOM,RIGHT`.
    ///
    /// # Errors
    ///
    /// [`GridError::RegionText`] if these are not four numbers. Whether they can be drawn is for
    /// [`Grid::with_region`] to say.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse()).collect();
        match numbers.as_deref() {
            Ok(&[top, left, bottom, right]) => Ok(Region { top, left, bottom, right }),
            _ => Err(GridError::RegionText { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{},{}", self.top, self.left, self.bottom, self.right)
    }
}

/// What is to be drawn: so many rows and columns of a [`Region`], for so many iterations.
///
/// A grid that exists is valid: it has at least one pixel, its pixels can be counted and addressed, its
/// coordinates are finite. By default it is 4000 rows x 3000 columns of the default region, for 20 iterations.
///
/// ```
/// use fractal::{Complex64, Grid};
///
/// let grid = Grid::new(3, 4)?.with_iterations(100)?;
/// assert_eq!((grid.rows(), grid.columns(), grid.pixels()), (3, 4, 12));
/// assert_eq!(grid.point(0, 0), Complex64::new(-1.5, -1.0));
/// assert_eq!(grid.point(2, 3), Complex64::new(0.0, 0.0));
///
/// let pieces: Vec<_> = grid.pieces(2).collect();
/// assert_eq!(pieces, [0..2, 2..3]);
/// # Ok::<(), fractal::GridError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    rows: usize,
    columns: usize,
    iterations: i32,
    region: Region,
    /// From a row to the next (imaginary part), from a column to the next (real part).
    step: Complex64,
}

impl Default for Grid {
    fn default() -> Self {
        Grid::of(4000, 3000, 20, Region::default())
    }
}

impl Grid {
    /// The most pixels that a grid can have: as many counts as one allocation can hold.
    pub(crate) const MOST_PIXELS: usize = isize::MAX as usize / size_of::<i32>();

    /// A grid whose parts have been looked at.
    fn of(rows: usize, columns: usize, iterations: i32, region: Region) -> Grid {
        let Region { top, left, bottom, right } = region;
        let step = Complex64::new(step(columns, left, right), step(rows, top, bottom));
        Grid { rows, columns, iterations, region, step }
    }

    /// A grid of this shape, with the default region and iterations.
    ///
    /// # Errors
    ///
    /// [`GridError::Empty`] if `rows` or `columns` is 0, [`GridError::TooManyPixels`] if their product is more
    /// than memory could ever hold. Whether there is memory *now* is for [`Image::poisoned`](crate::Image::poisoned)
    /// to say.
    pub fn new(rows: usize, columns: usize) -> Result<Grid, GridError> {
        if rows == 0 || columns == 0 {
            return Err(GridError::Empty { rows, columns });
        }
        match rows.checked_mul(columns) {
            Some(pixels) if pixels <= Self::MOST_PIXELS => {
                let usual = Grid::default();
                Ok(Grid::of(rows, columns, usual.iterations, usual.region))
            }
            _ => Err(GridError::TooManyPixels { rows, columns, most: Self::MOST_PIXELS }),
        }
    }

    /// The same grid with this many iterations.
    ///
    /// # Errors
    ///
    /// [`GridError::Iterations`] if there are none, or more than [`i32::MAX`].
    pub fn with_iterations(self, iterations: u64) -> Result<Grid, GridError> {
        match i32::try_from(iterations) {
            Ok(iterations) if iterations > 0 => Ok(Grid { iterations, ..self }),
            _ => Err(GridError::Iterations { asked: iterations }),
        }
    }

    /// The same grid over another region.
    ///
    /// # Errors
    ///
    /// [`GridError::Region`] if an edge, or any coordinate between the edges, is not a finite number.
    pub fn with_region(self, region: Region) -> Result<Grid, GridError> {
        let grid = Grid::of(self.rows, self.columns, self.iterations, region);
        // The coordinates lie between the first and the last, so these two vouch for all.
        let corners = [grid.point(0, 0), grid.point(grid.rows - 1, grid.columns - 1)];
        let edges = [region.top, region.left, region.bottom, region.right];
        let finite =
            edges.iter().all(|edge| edge.is_finite()) && corners.iter().all(|corner| corner.is_finite());
        if finite { Ok(grid) } else { Err(GridError::Region(region)) }
    }

    /// Rows of the picture, at least 1.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns of the picture, at least 1.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Iterations after which a point is taken to stay for ever, at least 1.
    #[must_use]
    pub fn iterations(&self) -> i32 {
        self.iterations
    }

    /// The rectangle that the picture shows.
    #[must_use]
    pub fn region(&self) -> Region {
        self.region
    }

    /// Rows times columns.
    #[must_use]
    pub fn pixels(&self) -> usize {
        self.rows * self.columns
    }

    /// The point `c` of a pixel.
    ///
    /// `index * step + start` is the definition of a coordinate: the last need not hit the edge exactly, and what
    /// it gives is what counts. `row` and `column` are not checked: beyond the picture the coordinates go on.
    #[must_use]
    // ANCHOR: point
    pub fn point(&self, row: usize, column: usize) -> Complex64 {
        Complex64::new(
            column as f64 * self.step.re + self.region.left,
            row as f64 * self.step.im + self.region.top,
        )
    }
    // ANCHOR_END: point

    /// How many pieces [`pieces`](Self::pieces) gives.
    #[must_use]
    pub fn piece_count(&self, piece_rows: usize) -> usize {
        self.rows.div_ceil(piece_rows.max(1))
    }

    /// The rows cut into pieces of `piece_rows` each, from the top; the last may be shorter.
    ///
    /// A piece has at least one row: `piece_rows` of 0 counts as 1.
    pub fn pieces(
        &self,
        piece_rows: usize,
    ) -> impl ExactSizeIterator<Item = Range<usize>> + DoubleEndedIterator + Clone + use<> {
        let (rows, piece_rows) = (self.rows, piece_rows.max(1));
        (0..self.piece_count(piece_rows)).map(move |piece| {
            let start = piece * piece_rows;
            start..rows.min(start.saturating_add(piece_rows))
        })
    }
}

// ANCHOR: step
/// The distance between neighbours when `count` coordinates are spread evenly from `start` to `end`, both
/// included. A single one has no neighbour: it lies at the start.
fn step(count: usize, start: f64, end: f64) -> f64 {
    if count == 1 { 0.0 } else { (end - start) / (count - 1) as f64 }
}
// ANCHOR_END: step
