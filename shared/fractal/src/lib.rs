//! The picture that every lesson draws.
//!
//! A [`Grid`] says which points of the plane are looked at and for how many iterations; the kernel turns rows of
//! it into counts; an [`Image`] holds the counts; and from an image come a PNG, a NumPy file, or a picture for
//! the terminal. Nothing here knows of threads: a lesson decides who computes which rows, when, and in how many
//! passes, and this crate makes sure that every way gives the same integers.
//!
//! No pixel is ever inferred from its neighbours. Each is computed, or carried on from the `z` stored for it.
//!
//! ```
//! use fractal::{ByCount, ColourDepth, Grid, Palette, TerminalSize};
//!
//! let grid = Grid::new(40, 30)?;
//! let image = grid.draw()?;
//! assert_eq!(image.get(39, 0), Some(20)); // c = -1.5 never leaves
//!
//! let paint = ByCount::new(Palette::default(), grid.iterations());
//! let fit = TerminalSize { columns: 80, lines: 24 };
//! print!("{}", fractal::render(&image, &paint, grid.iterations(), ColourDepth::Ansi256, fit));
//! # Ok::<(), fractal::GridError>(())
//! ```
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. `grid.rs`: which points, and how rows are cut into pieces;
//! 2. `kernel.rs`: the definition of a pixel, [`escape_count`], and how a row is drawn;
//! 3. `lanes.rs`: several points advanced together, the same arithmetic at several times the speed;
//! 4. `passes.rs`: a row computed a few iterations at a time, by whoever holds its [`RowState`];
//! 5. `image.rs` and `memory.rs`: the counts, with their shape, and what can be had for them;
//! 6. `colour.rs`: from counts to colours;
//! 7. `file.rs` and `terminal.rs`: from an image to something to look at;
//! 8. `error.rs`: what can be wrong with what was asked.

#![forbid(unsafe_code)]

mod colour;
mod error;
mod file;
mod grid;
mod image;
mod kernel;
mod lanes;
mod memory;
mod passes;
mod terminal;

pub use colour::{ByCount, Paint, Palette, Rgb};
pub use error::{GridError, WriteError};
pub use file::{write_npy, write_png};
pub use grid::{Grid, Region};
pub use image::{Difference, Image, POISON};
pub use kernel::{Completion, STEPS_BETWEEN_LOOKS, escape_count};
pub use num_complex::Complex64;
pub use passes::RowState;
pub use terminal::{ColourDepth, TerminalSize, render};
