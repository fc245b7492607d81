//! What is asked of `share`.

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Bound, Model, Mutex};
use learn::{Exercise, Picture, Real, Rendezvous, Uses};

use super::answer::share;

/// Each piece is computed once, whatever the schedule, and by whoever has nothing else to do.
pub fn exercise() -> Exercise {
    Exercise::new()
        // The last piece is where two want the same. Two preemptions are enough to take both of them away at it.
        .model(
            Model::new("two workers share two pieces", || computes_each_once(2, 2))
                .preemptions(Bound::AtMost(2)),
        )
        // Three lists are enough for two empty ones beside each other.
        .model(
            Model::new("three workers share one piece", || computes_each_once(3, 1))
                .preemptions(Bound::AtMost(1)),
        )
        .real(Real::new("four workers share forty pieces", || computes_each_once(4, 40)).uses(Uses {
            spawned: 4,
            locked: 40,
            ..Uses::default()
        }))
        .picture(
            Picture::new(small_grid(), draw_the_picture).uses(Uses { spawned: WORKERS, ..Uses::default() }),
        )
        // Whoever holds a lock while it computes, or does not steal, keeps the others from coming to the meeting.
        .at_once(Model::new("two workers compute at the same time", || meet(2)).preemptions(Bound::AtMost(1)))
        .at_once(
            Model::new("three workers compute at the same time", || meet(3)).preemptions(Bound::AtMost(0)),
        )
}

fn computes_each_once(workers: usize, pieces: usize) {
    let times: Arc<Vec<AtomicUsize>> = Arc::new((0..pieces).map(|_| AtomicUsize::new(0)).collect());
    let count = Arc::clone(&times);
    share(
        workers,
        pieces,
        // Relaxed: only counts. It must not order what the answer has to order.
        Arc::new(move |piece| {
            let before = count[piece].fetch_add(1, Ordering::Relaxed);
            assert_eq!(before, 0, "piece {piece} is computed a second time");
        }),
    );
    for (piece, times) in times.iter().enumerate() {
        assert_eq!(times.load(Ordering::Relaxed), 1, "how often piece {piece} has been computed in the end");
    }
}

fn meet(workers: usize) {
    let meeting = Rendezvous::of(workers);
    share(workers, workers, Arc::new(move |_| meeting.arrive()));
}

const WORKERS: usize = 3;
const PIECE_ROWS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let pieces: Vec<_> = grid.pieces(PIECE_ROWS).collect();
    let picture = Arc::new(Mutex::new(vec![0; grid.pixels()]));
    let (count, columns, drawn, grid) = (pieces.len(), grid.columns(), Arc::clone(&picture), grid.clone());
    share(
        WORKERS,
        count,
        Arc::new(move |piece| {
            let rows = pieces[piece].clone();
            let mut pixels = vec![0; rows.len() * columns];
            grid.draw_band(rows.clone(), &mut pixels).expect("a piece is inside of its grid");
            drawn.lock()[rows.start * columns..rows.end * columns].copy_from_slice(&pixels);
        }),
    );
    picture.lock().clone()
}
