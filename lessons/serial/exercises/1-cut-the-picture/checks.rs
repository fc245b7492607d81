//! What is asked of `cut`.

use learn::fractal::Grid;
use learn::sync::{Arc, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real};

use super::answer::cut;

/// Each row is in one band, and the bands are about equal.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Explored completely. With an odd number of rows for two there is one left over.
        .model(Model::new("two threads draw five rows", || each_row_is_drawn_once(5, 2)))
        .real(Real::new("the bands are as equal as can be", || {
            for rows in 0..40 {
                for shares in 1..12 {
                    bands_are_equal(rows, shares);
                }
            }
        }))
        .real(Real::new("three threads draw many rows", || each_row_is_drawn_once(100, 3)))
        .picture(Picture::new(small_grid(), draw_in_bands))
}

/// The memory is plain: a row in two bands is a data race of the threads that have them.
fn each_row_is_drawn_once(rows: usize, shares: usize) {
    let picture: Arc<Vec<Plain<bool>>> = Arc::new((0..rows).map(|_| Plain::new(false)).collect());
    let bands = cut(rows, shares);
    assert_eq!(bands.len(), shares, "there is a band for each share");
    let threads: Vec<_> = bands
        .into_iter()
        .map(|band| {
            let picture = Arc::clone(&picture);
            thread::spawn(move || {
                for row in band {
                    assert!(
                        row < picture.len(),
                        "row {row} is in a band, and there are only {}",
                        picture.len()
                    );
                    picture[row].set(true);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("nobody panics");
    }
    for (row, drawn) in picture.iter().enumerate() {
        assert!(drawn.get(), "row {row} is in no band");
    }
}

fn bands_are_equal(rows: usize, shares: usize) {
    let bands = cut(rows, shares);
    assert_eq!(bands.len(), shares, "there is a band for each share");
    let joined: Vec<usize> = bands.iter().cloned().flatten().collect();
    let all: Vec<usize> = (0..rows).collect();
    assert_eq!(joined, all, "{rows} rows in {shares} bands, one after the other");
    let lengths: Vec<usize> = bands.iter().map(|band| band.len()).collect();
    let least = lengths.iter().min().copied().unwrap_or_default();
    let most = lengths.iter().max().copied().unwrap_or_default();
    assert!(most - least <= 1, "the lengths of the bands are {lengths:?} for {rows} rows");
}

const WORKERS: usize = 5;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

fn draw_in_bands(grid: &Grid) -> Vec<i32> {
    let picture = Arc::new(Mutex::new(vec![0; grid.pixels()]));
    let workers: Vec<_> = cut(grid.rows(), WORKERS)
        .into_iter()
        .map(|rows| {
            let (picture, grid) = (Arc::clone(&picture), grid.clone());
            thread::spawn(move || {
                let mut pixels = vec![0; rows.len() * grid.columns()];
                grid.draw_band(rows.clone(), &mut pixels).expect("they are rows of the picture");
                let begin = rows.start * grid.columns();
                picture.lock()[begin..begin + pixels.len()].copy_from_slice(&pixels);
            })
        })
        .collect();
    for worker in workers {
        worker.join().expect("no worker panics");
    }
    let picture = picture.lock();
    picture.clone()
}
