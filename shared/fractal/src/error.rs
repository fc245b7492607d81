//! What can be wrong with what was asked, in words that say what is possible.

use std::io;

use thiserror::Error;

use crate::colour::Palette;
use crate::grid::Region;

/// Something about a grid, or about a slice or a text given with it, that cannot be.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum GridError {
    /// A picture without rows or without columns.
    #[error("a picture of {rows} x {columns} (rows x columns) has no pixels: it needs at least 1 x 1")]
    Empty {
        /// Rows asked for.
        rows: usize,
        /// Columns asked for.
        columns: usize,
    },
    /// More pixels than an address can name.
    #[error(
        "a picture of {rows} x {columns} (rows x columns) is larger than this machine can address: it can have at most {most} pixels"
    )]
    TooManyPixels {
        /// Rows asked for.
        rows: usize,
        /// Columns asked for.
        columns: usize,
        /// The most pixels that any picture can have on this machine.
        most: usize,
    },
    /// The memory for it is not to be had.
    #[error("{needed} bytes of memory are needed, {}", match available {
        Some(bytes) => format!("and {bytes} are available: ask for fewer rows or columns"),
        None => "more than the system gives: ask for fewer rows or columns".to_owned(),
    })]
    Memory {
        /// Bytes needed.
        needed: usize,
        /// Bytes available, where the system says.
        available: Option<usize>,
    },
    /// No iterations, or more than a count can hold.
    #[error("{asked} iterations cannot be made: it must be from 1 to {}", i32::MAX)]
    Iterations {
        /// Iterations asked for.
        asked: u64,
    },
    /// An edge of the region is infinite or not a number, or two edges are so far apart that their distance is.
    #[error(
        "the region {0} cannot be drawn: its edges, and the distances between them, must be finite numbers"
    )]
    Region(Region),
    /// A text that is not a region.
    #[error(
        "{text:?} is not a region: it must be TOP,LEFT,BOTTOM,RIGHT, four numbers such as {}",
        Region::default()
    )]
    RegionText {
        /// The text.
        text: String,
    },
    /// A text that is not the name of a palette.
    #[error("{text:?} is not a palette: it must be one of {}", Palette::names())]
    PaletteText {
        /// The text.
        text: String,
    },
    /// Rows that the grid does not have.
    #[error("rows {start}..{end} are not a band of this picture: it has the rows 0..{rows}")]
    BandOutside {
        /// First row of the band.
        start: usize,
        /// The row after its last.
        end: usize,
        /// Rows of the grid.
        rows: usize,
    },
    /// A slice that is not as long as what is to be drawn into it.
    #[error("a slice of {given} counts was given where {wanted} are drawn")]
    WrongLength {
        /// Length of the slice.
        given: usize,
        /// Counts to be drawn into it.
        wanted: usize,
    },
}

/// Why a picture could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The writer failed; its kind tells a full disk from a closed pipe.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The format cannot hold a picture of this shape.
    #[error("a PNG has at most {most} rows and columns, and this picture is {rows} x {columns}: .npy can hold it", most = i32::MAX)]
    TooLarge {
        /// Rows of the picture.
        rows: usize,
        /// Columns of the picture.
        columns: usize,
    },
    /// The encoder refused.
    #[error("the PNG could not be encoded: {0}")]
    Encode(String),
}
