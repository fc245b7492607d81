//! The same picture by Python and by Rust: `cargo run -p serial --example beside_python`.
//!
//! What cannot be run here is said, and left out. The times of Python are those of its whole process.

use std::time::{Duration, Instant};

use fractal::{Grid, escape_count};

#[path = "../python/run.rs"]
mod python;

fn main() {
    let grid = Grid::new(400, 300).expect("400 x 300 is a size");
    println!("{} x {} pixels, {} iterations, one thread\n", grid.rows(), grid.columns(), grid.iterations());
    for program in python::PROGRAMS {
        match program.missing() {
            Some(why) => println!("{:22}{why}", program.name),
            None => show(program.name, &grid, || program.counts(&grid)),
        }
    }
    show("Rust, the definition", &grid, || {
        let points = (0..grid.rows()).flat_map(|row| (0..grid.columns()).map(move |column| (row, column)));
        points.map(|(row, column)| escape_count(grid.point(row, column), grid.iterations())).collect()
    });
    show("Rust, several at once", &grid, || drawn(&grid));
}

fn show(name: &str, grid: &Grid, draw: impl FnOnce() -> Vec<i32>) {
    let begin = Instant::now();
    let counts = draw();
    let time = begin.elapsed();
    let verdict = if counts == drawn(grid) { "the same counts" } else { "OTHER COUNTS" };
    println!("{name:22}{:>8.1} ms  {verdict}", milliseconds(time));
}

fn drawn(grid: &Grid) -> Vec<i32> {
    grid.draw().expect("there is memory for a small picture").counts().to_vec()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
