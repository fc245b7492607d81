//! What is asked of `draw`.

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Model};
use learn::{Exercise, Picture, Real, Rendezvous, Uses};

use super::answer::draw;

/// The pieces come back in order and a panic comes back as one, whatever the schedule, and nobody is left behind.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Explored completely, as are the others: two threads are enough for each mistake.
        .model(Model::new("two threads draw three pieces", || draws_in_order(2, 3)))
        .model(Model::new("a panic is handed on when all threads have ended", a_panic_is_handed_on))
        .real(
            Real::new("four threads draw forty pieces", || draws_in_order(4, 40))
                .uses(Uses { spawned: 4, ..Uses::default() }),
        )
        .picture(
            Picture::new(small_grid(), draw_the_picture).uses(Uses { spawned: THREADS, ..Uses::default() }),
        )
        // Who joins the first before it has started the second keeps that one from coming to the meeting.
        .at_once(Model::new("two threads compute at the same time", || {
            let meeting = Rendezvous::of(2);
            let drawn = draw(
                2,
                2,
                Arc::new(move |piece| {
                    meeting.arrive();
                    pixels_of(piece)
                }),
            );
            assert!(drawn.is_ok(), "nothing has panicked");
        }))
}

fn draws_in_order(threads: usize, pieces: usize) {
    let drawn = draw(threads, pieces, Arc::new(pixels_of));
    let expected: Vec<_> = (0..pieces).map(pixels_of).collect();
    assert_eq!(drawn.ok(), Some(expected), "the pieces, in order");
}

fn a_panic_is_handed_on() {
    let at_work = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&at_work);
    let drawn = draw(
        2,
        2,
        Arc::new(move |piece| {
            if piece == 0 {
                panic!("out of paint");
            }
            // Relaxed, here and below: only a count. It must not order what the answer has to order.
            theirs.fetch_add(1, Ordering::Relaxed);
            let pixels = pixels_of(piece);
            theirs.fetch_sub(1, Ordering::Relaxed);
            pixels
        }),
    );
    let panic = drawn.err().and_then(|payload| payload.downcast_ref::<&str>().copied());
    assert_eq!(panic, Some("out of paint"), "the panic of the thread");
    assert_eq!(at_work.load(Ordering::Relaxed), 0, "threads that are still at work");
}

/// A stand-in for pixels that tells pieces apart.
fn pixels_of(piece: usize) -> Vec<i32> {
    vec![piece as i32 + 1; 2]
}

const THREADS: usize = 3;
const PIECE_ROWS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let pieces: Vec<_> = grid.pieces(PIECE_ROWS).collect();
    let count = pieces.len();
    let grid = grid.clone();
    let drawn = draw(
        THREADS,
        count,
        Arc::new(move |piece| {
            let rows = pieces[piece].clone();
            let mut pixels = vec![0; rows.len() * grid.columns()];
            grid.draw_band(rows, &mut pixels).expect("a piece is inside of its grid");
            pixels
        }),
    );
    drawn.expect("nothing has panicked").concat()
}
