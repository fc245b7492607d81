//! One thread draws, and it draws what Python draws.

use std::io::Write;

use fractal::{Grid, Image, Region, escape_count};
use serial::LESSON;
use stage::{Performance, Recording, Settings, Stop, Variant, perform};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

#[path = "../python/run.rs"]
mod python;

fn performed(variant: &Variant, grid: &Grid) -> (Performance, Image) {
    let recording = Recording::FULL;
    let settings = Settings { grid: grid.clone(), threads: 4, recording, ..Settings::of(&LESSON) };
    let mut image = Image::poisoned(grid).expect("memory for a small picture");
    let performance = perform(variant.draw, &mut image, &settings, &Stop::new());
    (performance, image)
}

#[test]
fn one_worker_draws_everything_from_the_top_to_the_bottom() {
    let grid = Grid::new(47, 30).expect("a size");
    for variant in LESSON.variants {
        let (performance, _) = performed(variant, &grid);
        let [only] = &performance.workers[..] else { panic!("{}: more than one worker", variant.name) };
        let drawn: Vec<usize> = only.drawn.iter().flat_map(|drawn| drawn.rows.clone()).collect();
        assert_eq!(drawn, (0..47).collect::<Vec<_>>(), "{}", variant.name);
    }
}

#[test]
fn every_variant_draws_what_the_definition_says() {
    let usual = Grid::new(61, 47).expect("a size");
    let deep = usual.clone().with_iterations(300).expect("a number of iterations");
    let seahorses = Region { top: -0.2, left: -0.85, bottom: 0.1, right: -0.7 };
    let elsewhere = deep.clone().with_region(seahorses).expect("a region");
    for grid in [usual, deep, elsewhere] {
        for variant in LESSON.variants {
            let (_, image) = performed(variant, &grid);
            for (row, column) in (0..grid.rows()).flat_map(|row| (0..grid.columns()).map(move |c| (row, c))) {
                let expected = escape_count(grid.point(row, column), grid.iterations());
                assert_eq!(image.get(row, column), Some(expected), "{} at {row}, {column}", variant.name);
            }
        }
    }
}

/// Where there is no Python, or no NumPy, this says so and passes: the pictures of NumPy that came with the repository
/// are compared elsewhere.
#[test]
fn python_draws_the_same_with_numpy_and_without() {
    let small = Grid::new(40, 30).expect("a size");
    let golden = include_str!("../../../tests/golden/40x30-20.txt").split_whitespace();
    let golden: Vec<i32> = golden.map(|count| count.parse().expect("a number")).collect();
    let odd = Grid::new(53, 71).and_then(|grid| grid.with_iterations(60)).expect("a size");
    for program in python::PROGRAMS {
        if let Some(why) = program.missing() {
            // Not `eprintln!`, which is shown of tests that fail only.
            writeln!(std::io::stderr(), "{}: {why}", program.name).expect("somebody reads errors");
            continue;
        }
        assert_eq!(program.counts(&small), golden, "{}", program.name);
        let drawn = odd.draw().expect("memory for a small picture");
        assert_eq!(program.counts(&odd), drawn.counts(), "{}", program.name);
    }
}
