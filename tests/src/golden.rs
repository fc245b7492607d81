//! The pictures that must come out.

use std::fs;
use std::path::Path;

use fractal::{Grid, GridError};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::repository::Repository;

/// How many bytes of a NumPy file come before the counts, as the stage writes it.
const HEADER: usize = 128;

/// An entry of `tests/golden/counts.json`: what NumPy computes.
#[derive(Clone, Debug, Deserialize)]
pub struct Golden {
    /// The height.
    pub rows: usize,
    /// The width.
    pub columns: usize,
    /// How often each point is iterated.
    pub iterations: u32,
    /// SHA-256 of the counts as little-endian int32, row by row.
    pub sha256: String,
}

impl Golden {
    /// All of them.
    ///
    /// # Panics
    /// If the file is not as described.
    #[must_use]
    pub fn all() -> Vec<Golden> {
        let entries: Vec<Golden> = serde_json::from_str(&Repository::here().read("tests/golden/counts.json"))
            .expect("counts.json is a list of such entries");
        assert!(!entries.is_empty(), "no golden picture");
        entries
    }

    /// How many pixels it has.
    #[must_use]
    pub fn pixels(&self) -> usize {
        self.rows * self.columns
    }

    /// The picture itself, so that it can be compared with many files, byte for byte.
    ///
    /// # Panics
    /// If what this machine computes is not what NumPy has computed.
    #[must_use]
    pub fn picture(&self) -> Picture {
        let picture = Picture::new(self.rows, self.columns, self.iterations).expect("there is memory for it");
        let digest: String =
            Sha256::digest(&picture.counts).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, self.sha256, "{self:?} is not what the library draws");
        picture
    }
}

/// A picture that must come out.
#[derive(Clone, Debug)]
pub struct Picture {
    rows: usize,
    columns: usize,
    iterations: u32,
    /// As little-endian int32, row by row.
    counts: Vec<u8>,
}

impl Picture {
    /// The picture of this size as the library draws it, without any thread.
    ///
    /// # Errors
    /// If there is no such picture, or no memory for it.
    pub fn new(rows: usize, columns: usize, iterations: u32) -> Result<Picture, GridError> {
        let image = Grid::new(rows, columns)?.with_iterations(iterations.into())?.draw()?;
        Ok(Picture { rows, columns, iterations, counts: image.to_le_bytes() })
    }

    /// The options that ask a lesson for it.
    #[must_use]
    pub fn options(&self) -> [String; 4] {
        let (size, iterations) = (format!("{}x{}", self.rows, self.columns), self.iterations.to_string());
        ["--size".to_owned(), size, "--iterations".to_owned(), iterations]
    }

    /// Its rows and columns.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    /// How many pixels it has.
    #[must_use]
    pub fn pixels(&self) -> usize {
        self.rows * self.columns
    }

    /// How often each point is iterated at the most.
    #[must_use]
    pub fn iterations(&self) -> usize {
        self.iterations as usize
    }

    /// What is wrong with a `.npy` file that should hold this picture, if anything.
    #[must_use]
    pub fn fault_of(&self, npy: &Path) -> Option<String> {
        let bytes = match fs::read(npy) {
            Ok(bytes) => bytes,
            Err(error) => return Some(format!("no picture: {error}")),
        };
        let (header, counts) = bytes.split_at(HEADER.min(bytes.len()));
        let header = String::from_utf8_lossy(header);
        let shape = format!("({}, {})", self.rows, self.columns);
        if !header.contains(&shape) || !header.contains("'<i4'") {
            return Some(format!("the header does not say int32 of {shape}: {header:?}"));
        }
        (counts != self.counts).then(|| "another picture than NumPy's".to_owned())
    }
}

/// The counts in a `.npy` file as the stage writes it.
///
/// # Panics
/// If there is no such file.
#[must_use]
pub fn counts(npy: &Path) -> Vec<i32> {
    let bytes = fs::read(npy).unwrap_or_else(|error| panic!("{}: {error}", npy.display()));
    let four = |bytes: &[u8]| i32::from_le_bytes(bytes.try_into().expect("four bytes"));
    bytes[HEADER..].chunks_exact(4).map(four).collect()
}
