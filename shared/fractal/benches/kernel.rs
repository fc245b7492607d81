//! What a pixel costs: `cargo bench -p fractal`.

use divan::{Bencher, black_box};
use fractal::{Grid, Image, RowState, escape_count};

fn main() {
    divan::main();
}

/// The row kernel over the default grid.
#[divan::bench(sample_count = 20)]
fn rows_in_one_go(bencher: Bencher<'_, '_>) {
    let grid = Grid::default();
    let mut image = Image::poisoned(&grid).expect("memory for the default grid");
    bencher.bench_local(|| grid.draw_band(0..grid.rows(), black_box(image.counts_mut())));
}

/// The definition, a point at a time.
#[divan::bench(sample_count = 20)]
fn escape_count_of_each_point(bencher: Bencher<'_, '_>) {
    let grid = Grid::default();
    let mut image = Image::poisoned(&grid).expect("memory for the default grid");
    bencher.bench_local(|| {
        for (row, pixels) in image.counts_mut().chunks_mut(grid.columns()).enumerate() {
            for (column, pixel) in pixels.iter_mut().enumerate() {
                *pixel = escape_count(black_box(grid.point(row, column)), grid.iterations());
            }
        }
    });
}

/// The same rows in passes of some iterations, `z` stored in between.
#[divan::bench(args = [1, 4, 20], sample_count = 20)]
fn passes_of(bencher: Bencher<'_, '_>, iterations: i32) {
    let grid = Grid::default();
    bencher.bench_local(|| {
        for row in 0..grid.rows() {
            let mut state = RowState::new(&grid, row).expect("memory for a row");
            while state.done() < grid.iterations() {
                state.advance(iterations);
            }
            black_box(state.counts());
        }
    });
}
