//! The counts are NumPy's, integer for integer.

use std::fs;
use std::path::{Path, PathBuf};

use fractal::{Complex64, Grid, Image, RowState, escape_count};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// An entry of `counts.json`.
#[derive(Deserialize)]
struct Golden {
    rows: usize,
    columns: usize,
    iterations: u64,
    sum: i64,
    sha256: String,
}

impl Golden {
    fn all() -> Vec<Golden> {
        let entries: Vec<Golden> = serde_json::from_str(&read("counts.json")).expect("entries as described");
        assert!(!entries.is_empty());
        entries
    }

    fn grid(&self) -> Grid {
        let grid = Grid::new(self.rows, self.columns).expect("a shape that was computed");
        grid.with_iterations(self.iterations).expect("iterations that were computed")
    }

    fn check(&self, image: &Image, way: &str) {
        let Golden { rows, columns, iterations, .. } = self;
        let name = format!("{rows} x {columns}, {iterations} iterations, {way}");
        let sum: i64 = image.counts().iter().copied().map(i64::from).sum();
        assert_eq!(sum, self.sum, "sum of {name}");
        let digest = Sha256::digest(image.to_le_bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, self.sha256, "SHA-256 of {name}");
    }
}

fn read(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_golden_picture_is_drawn_bit_for_bit() {
    for golden in Golden::all() {
        golden.check(&golden.grid().draw().expect("memory for it"), "row by row");
    }
}

#[test]
fn every_golden_picture_is_drawn_bit_for_bit_in_passes() {
    for golden in Golden::all() {
        let grid = golden.grid();
        let mut image = Image::poisoned(&grid).expect("memory for it");
        for (rows, band) in image.bands_mut(1) {
            let mut state = RowState::new(&grid, rows.start).expect("memory for a row");
            while state.done() < grid.iterations() {
                state.advance(7);
            }
            band.copy_from_slice(state.counts());
        }
        golden.check(&image, "in passes of 7");
    }
}

#[test]
fn the_definition_gives_every_golden_picture_but_the_largest() {
    for golden in Golden::all().iter().filter(|golden| golden.rows <= 1000) {
        let grid = golden.grid();
        let mut image = Image::poisoned(&grid).expect("memory for it");
        for (rows, band) in image.bands_mut(1) {
            for (column, count) in band.iter_mut().enumerate() {
                *count = escape_count(grid.point(rows.start, column), grid.iterations());
            }
        }
        golden.check(&image, "point by point");
    }
}

#[test]
fn the_small_picture_is_the_one_written_out() {
    let image = Grid::new(40, 30).expect("a small grid").draw().expect("a little memory");
    for (row, line) in read("40x30-20.txt").lines().enumerate() {
        let wanted: Vec<i32> = line.split_whitespace().map(|count| count.parse().expect("a count")).collect();
        assert_eq!(image.row(row), wanted, "row {row}");
    }
}

#[test]
fn a_point_that_has_left_does_not_come_back() {
    // The source program brings this one back, because it puts every point that has left at 2.
    assert_eq!(escape_count(Complex64::new(-3.0, 0.0), 20), 0);
}
