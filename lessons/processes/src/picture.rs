//! The picture as processes tell each other of it, and where it lies in the memory that they share.

use std::ops::Range;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};

use fractal::{Grid, GridError, Region};
use serde::{Deserialize, Serialize};
use stage::Show;

use crate::by_hand::{Claims, Owner, Value, ValueWords};
use crate::multiprocessing::{SharedMemory, SystemFutex};

/// What is to be drawn, in what can be sent: numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Picture {
    rows: usize,
    columns: usize,
    iterations: i32,
    /// Top, left, bottom, right.
    region: [f64; 4],
    piece_rows: usize,
}

impl Picture {
    pub(crate) fn of(show: &Show) -> Picture {
        let grid = show.grid();
        let Region { top, left, bottom, right } = grid.region();
        Picture {
            rows: grid.rows(),
            columns: grid.columns(),
            iterations: grid.iterations(),
            region: [top, left, bottom, right],
            piece_rows: show.piece_rows(),
        }
    }

    /// The grid again, at the other end.
    ///
    /// # Errors
    /// If the numbers are none that a grid can have: they come from elsewhere.
    pub(crate) fn grid(&self) -> Result<Grid, GridError> {
        let [top, left, bottom, right] = self.region;
        Grid::new(self.rows, self.columns)?
            .with_iterations(self.iterations.unsigned_abs().into())?
            .with_region(Region { top, left, bottom, right })
    }

    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    pub(crate) fn pieces(&self) -> usize {
        self.rows.div_ceil(self.piece_rows)
    }

    /// The rows of a piece.
    pub(crate) fn rows_of(&self, piece: usize) -> Range<usize> {
        let first = piece * self.piece_rows;
        first..(first + self.piece_rows).min(self.rows)
    }

    /// The pixels of a piece, counted from the first one of the picture.
    pub(crate) fn pixels_of(&self, piece: usize) -> Range<usize> {
        let rows = self.rows_of(piece);
        rows.start * self.columns..rows.end * self.columns
    }
}

/// The picture in shared memory, as one process sees it:
///
/// | from byte | | |
/// |---|---|---|
/// | 0 | [`ValueWords`] | how many pieces are left, and the lock |
/// | 8 | a word a piece | who draws it |
/// | after them | a number a pixel | the picture, row by row |
// ANCHOR: board
pub(crate) struct Board<'a> {
    pub(crate) claims: Claims<'a, SystemFutex>,
    pixels: &'a [AtomicI32],
    picture: Picture,
}

impl<'a> Board<'a> {
    /// How many bytes it takes.
    pub(crate) fn size(picture: &Picture) -> usize {
        PIECES_FROM
            + size_of::<AtomicU32>() * picture.pieces()
            + size_of::<AtomicI32>() * picture.rows * picture.columns
    }

    pub(crate) fn new(picture: Picture, memory: &'a SharedMemory, me: Owner) -> Board<'a> {
        let pieces = memory.slice(PIECES_FROM, picture.pieces());
        let pixels_from = PIECES_FROM + size_of_val(pieces);
        let left = Value::new(memory.view::<ValueWords>(0), me, &SystemFutex);
        let pixels = memory.slice(pixels_from, picture.rows * picture.columns);
        Board { claims: Claims::new(left, pieces, me), pixels, picture }
    }

    /// Writes a row of a piece that this process has claimed.
    pub(crate) fn write(&self, row: usize, counts: &[i32]) {
        let from = row * self.picture.columns;
        for (pixel, count) in self.pixels[from..from + counts.len()].iter().zip(counts) {
            // Relaxed: nobody reads it before `Claims::is_drawn` says so, and that is ordered.
            pixel.store(*count, Ordering::Relaxed);
        }
    }

    /// Copies a piece out if it is drawn; returns whether it is.
    pub(crate) fn read(&self, piece: usize, counts: &mut [i32]) -> bool {
        let is_drawn = self.claims.is_drawn(piece);
        if is_drawn {
            for (count, pixel) in counts.iter_mut().zip(&self.pixels[self.picture.pixels_of(piece)]) {
                // Relaxed: `is_drawn` has ordered it after whoever wrote it.
                *count = pixel.load(Ordering::Relaxed);
            }
        }
        is_drawn
    }
}
// ANCHOR_END: board

const PIECES_FROM: usize = size_of::<ValueWords>();
