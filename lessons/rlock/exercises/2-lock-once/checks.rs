//! What is asked of `Board`.

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Model, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Board;

/// Each piece is claimed once, and as long as there is one, whoever claims gets one.
pub fn exercise() -> Exercise {
    Exercise::new()
        // A single thread has a single schedule.
        .model(Model::new("one thread claims five pieces", || {
            let board = Board::new(5);
            let mut claimed: Vec<usize> = std::iter::from_fn(|| board.claim()).collect();
            claimed.sort_unstable();
            assert_eq!(claimed, [0, 1, 2, 3, 4], "each piece is claimed once");
        }))
        // Explored completely.
        .model(Model::new("two threads claim one of two pieces each", || {
            let board = Arc::new(Board::new(2));
            let theirs = Arc::clone(&board);
            let other = thread::spawn(move || theirs.claim());
            let mine = board.claim().expect("there is a piece for each");
            let other = other.join().expect("nobody panics").expect("there is a piece for each");
            assert_ne!(mine, other, "a piece is claimed once");
            assert_eq!(board.claim(), None, "all are claimed");
        }))
        .real(
            Real::new("four threads claim a hundred pieces", || claim_all(4, 100))
                .uses(Uses { locked: 100, ..Uses::default() }),
        )
        .picture(Picture::new(small_grid(), draw_the_picture))
}

fn claim_all(threads: usize, pieces: usize) {
    let times: Vec<AtomicUsize> = (0..pieces).map(|_| AtomicUsize::new(0)).collect();
    let shared = Arc::new((Board::new(pieces), times));
    let threads: Vec<_> = (0..threads)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                while let Some(piece) = shared.0.claim() {
                    // Relaxed: only counts.
                    shared.1[piece].fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("nobody panics");
    }
    for (piece, times) in shared.1.iter().enumerate() {
        // Relaxed: the threads have been joined.
        assert_eq!(times.load(Ordering::Relaxed), 1, "how often piece {piece} was claimed");
    }
}

const WORKERS: usize = 3;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// A piece is a row.
fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let board = Arc::new(Board::new(grid.rows()));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (board, grid) = (Arc::clone(&board), grid.clone());
            thread::spawn(move || {
                let mut drawn = Vec::new();
                while let Some(row) = board.claim() {
                    let mut pixels = vec![0; grid.columns()];
                    grid.draw_row(row, &mut pixels).expect("it is a row of the picture");
                    drawn.push((row, pixels));
                }
                drawn
            })
        })
        .collect();
    let mut drawn: Vec<_> =
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect();
    drawn.sort_by_key(|(row, _)| *row);
    drawn.into_iter().flat_map(|(_, pixels)| pixels).collect()
}
