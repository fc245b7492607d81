//! The picture as it grows: what workers hand over for `--live`.
//!
//! The picture itself belongs to those who draw it, and nobody else may look at it meanwhile. But a terminal shows no
//! more than some thousands of dots, so it is enough to have a sample of the pixels twice: each is an atomic number
//! that workers store, and that whoever shows the picture loads.

use std::ops::Range;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use fractal::{Grid, GridError, Image, POISON, TerminalSize};

/// Stands for the worker of a pixel that nobody has drawn.
const NOBODY: usize = usize::MAX;

/// A sample of the pixels, evenly spread.
#[derive(Debug)]
pub(crate) struct Growing {
    /// The rows of the picture that are looked at, in order.
    rows: Vec<usize>,
    /// The columns, likewise.
    columns: Vec<usize>,
    /// What they hold, `rows x columns`.
    pixels: Vec<Pixel>,
}

/// Both are Relaxed everywhere: each is shown by itself, and a moment old in any case.
#[derive(Debug)]
struct Pixel {
    count: AtomicI32,
    worker: AtomicUsize,
}

/// A moment of a growing picture.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) image: Image,
    workers: Vec<usize>,
}

impl Growing {
    /// Nothing drawn yet of this picture, of which as much is looked at as `room` can show.
    pub(crate) fn new(grid: &Grid, room: TerminalSize) -> Growing {
        // Four pixels for each dot, of which there are two in a cell, one above the other: as many as are worth a mean.
        let across = 2.0 * room.columns.max(1) as f64 / grid.columns() as f64;
        let down = 4.0 * room.lines.max(1) as f64 / grid.rows() as f64;
        let scale = across.min(down).min(1.0);
        let (rows, columns) = (sample(grid.rows(), scale), sample(grid.columns(), scale));
        let pixel = || Pixel { count: AtomicI32::new(POISON), worker: AtomicUsize::new(NOBODY) };
        let pixels = (0..rows.len() * columns.len()).map(|_| pixel()).collect();
        Growing { rows, columns, pixels }
    }

    /// These pixels of the picture were drawn by this worker.
    pub(crate) fn drawn_by(&self, worker: usize, rows: Range<usize>, columns: Range<usize>) {
        self.each(&rows, &columns, |pixel, _, _| pixel.worker.store(worker, Ordering::Relaxed));
    }

    /// These pixels of the picture have these counts, row by row.
    pub(crate) fn counted(&self, rows: Range<usize>, columns: Range<usize>, counts: &[i32]) {
        self.each(&rows, &columns, |pixel, row, column| {
            let index = (row - rows.start) * columns.len() + column - columns.start;
            pixel.count.store(counts[index], Ordering::Relaxed);
        });
    }

    /// The pixels of the sample that lie in a rectangle of the picture, with their rows and columns there.
    fn each(&self, rows: &Range<usize>, columns: &Range<usize>, mut visit: impl FnMut(&Pixel, usize, usize)) {
        let within = |sample: &[usize], range: &Range<usize>| {
            sample.partition_point(|&at| at < range.start)..sample.partition_point(|&at| at < range.end)
        };
        let across = within(&self.columns, columns);
        for row in within(&self.rows, rows) {
            for column in across.clone() {
                visit(&self.pixels[row * self.columns.len() + column], self.rows[row], self.columns[column]);
            }
        }
    }

    /// What is drawn by now.
    ///
    /// # Errors
    /// If there is not enough memory for it.
    pub(crate) fn snapshot(&self) -> Result<Snapshot, GridError> {
        let mut image = Image::poisoned(&Grid::new(self.rows.len(), self.columns.len())?)?;
        for (count, pixel) in image.counts_mut().iter_mut().zip(&self.pixels) {
            *count = pixel.count.load(Ordering::Relaxed);
        }
        let workers = self.pixels.iter().map(|pixel| pixel.worker.load(Ordering::Relaxed)).collect();
        Ok(Snapshot { image, workers })
    }
}

impl Snapshot {
    /// Who drew this pixel of the snapshot, if somebody has said so.
    pub(crate) fn worker(&self, row: usize, column: usize) -> Option<usize> {
        let worker = self.workers[row * self.image.columns() + column];
        (worker != NOBODY).then_some(worker)
    }
}

/// So much of the numbers below `length`, at least one, evenly spread.
fn sample(length: usize, scale: f64) -> Vec<usize> {
    let count = ((length as f64 * scale).round() as usize).clamp(1, length);
    (0..count).map(|index| (2 * index + 1) * length / (2 * count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: TerminalSize = TerminalSize { columns: 10, lines: 5 };

    #[test]
    fn a_small_picture_is_there_as_a_whole() {
        let growing = Growing::new(&Grid::new(4, 3).expect("a grid"), ROOM);
        growing.counted(1..3, 0..3, &[1, 2, 3, 4, 5, 6]);
        growing.drawn_by(7, 2..3, 1..3);
        let shot = growing.snapshot().expect("memory");
        assert_eq!(shot.image.counts(), [[POISON; 3], [1, 2, 3], [4, 5, 6], [POISON; 3]].concat());
        let workers: Vec<Option<usize>> = (0..3).map(|column| shot.worker(2, column)).collect();
        assert_eq!(workers, [None, Some(7), Some(7)]);
    }

    #[test]
    fn of_a_large_one_there_is_what_the_terminal_can_show_whoever_draws_which_part() {
        let grid = Grid::new(400, 300).expect("a grid");
        let growing = Growing::new(&grid, ROOM);
        // Each count says where it is.
        let counts = |rows: Range<usize>, columns: Range<usize>| -> Vec<i32> {
            let row = |row| columns.clone().map(move |column| (row * 300 + column) as i32);
            rows.flat_map(row).collect()
        };
        for rows in grid.pieces(7) {
            for columns in [0..101, 101..300] {
                growing.counted(rows.clone(), columns.clone(), &counts(rows.clone(), columns));
            }
        }
        let image = growing.snapshot().expect("memory").image;
        assert_eq!((image.rows(), image.columns()), (20, 15));
        for row in 0..20 {
            for column in 0..15 {
                let (there, here) = ((10 + 20 * row, 10 + 20 * column), image.row(row)[column]);
                assert_eq!(here, (there.0 * 300 + there.1) as i32, "{row}, {column}");
            }
        }
    }
}
