//! What can be wrong with what was asked, in words that say what is possible.

use std::fmt;
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
    #[error("{} of memory are needed, {}: ask for fewer rows or columns", Bytes(*needed), match available {
        Some(bytes) => format!("and {} can be had", Bytes(*bytes)),
        None => "which is more than the system gives".to_owned(),
    })]
    Memory {
        /// Bytes needed.
        needed: usize,
        /// Bytes that may be taken, where the system says.
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

/// A number of bytes, for people.
struct Bytes(usize);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
        let mut amount = self.0 as f64 / 1000.0;
        let mut units = UNITS.into_iter();
        let mut unit = units.next();
        while amount >= 1000.0 && units.len() > 0 {
            amount /= 1000.0;
            unit = units.next();
        }
        write!(f, "{amount:.1} {}", unit.unwrap_or_default())
    }
}
