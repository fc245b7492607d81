//! What is asked of `draw`.

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Model};
use learn::{Exercise, Picture, Real, Rendezvous, Uses};

use super::answer::draw;

/// Each piece is computed once, whatever the schedule, and comes out at its place.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Explored completely. Two workers and two pieces are enough for a piece to be claimed twice, for
        // one to be claimed beyond the end, and for two locks to be taken in two orders.
        .model(Model::new("two workers share two pieces", || draws_each_piece_once(2, 2)))
        .real(Real::new("four workers share forty pieces", || draws_each_piece_once(4, 40)).uses(Uses {
            spawned: 4,
            locked: 40,
            ..Uses::default()
        }))
        .picture(Picture::new(small_grid(), draw_the_picture).uses(Uses {
            spawned: WORKERS,
            locked: 12,
            ..Uses::default()
        }))
        // Whoever holds a lock while it computes keeps the other worker from coming to the meeting.
        .at_once(Model::new("two workers compute at the same time", || {
            let meeting = Rendezvous::of(2);
            draw(
                2,
                2,
                Arc::new(move |piece| {
                    meeting.arrive();
                    pixels_of(piece)
                }),
            );
        }))
}

fn draws_each_piece_once(workers: usize, pieces: usize) {
    let times: Vec<AtomicUsize> = (0..pieces).map(|_| AtomicUsize::new(0)).collect();
    let drawn = draw(
        workers,
        pieces,
        Arc::new(move |piece| {
            assert!(piece < pieces, "piece {piece} was claimed, and there are only {pieces}");
            // Relaxed: only counts. It must not order what the answer has to order.
            let before = times[piece].fetch_add(1, Ordering::Relaxed);
            assert_eq!(before, 0, "piece {piece} is computed a second time");
            pixels_of(piece)
        }),
    );
    let expected: Vec<_> = (0..pieces).map(pixels_of).collect();
    assert_eq!(drawn, expected, "the finished pieces, in order");
}

/// A stand-in for pixels that tells pieces apart.
fn pixels_of(piece: usize) -> Vec<i32> {
    vec![piece as i32 + 1; 2]
}

const WORKERS: usize = 3;
const PIECE_ROWS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let pieces: Vec<_> = grid.pieces(PIECE_ROWS).collect();
    let count = pieces.len();
    let grid = grid.clone();
    let drawn = draw(
        WORKERS,
        count,
        Arc::new(move |piece| {
            let rows = pieces[piece].clone();
            let mut pixels = vec![0; rows.len() * grid.columns()];
            grid.draw_band(rows, &mut pixels).expect("a piece is inside of its grid");
            pixels
        }),
    );
    drawn.concat()
}
