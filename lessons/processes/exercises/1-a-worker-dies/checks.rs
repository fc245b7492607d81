//! What is asked of `share`.

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use learn::sync::{Arc, Bound, Model, Mutex};
use learn::{Exercise, Picture, Real, Rendezvous, Uses};

use super::answer::{Answer, Lost, share};

/// Every piece is drawn once, though workers die; unless it cannot be.
pub fn exercise() -> Exercise {
    Exercise::new()
        // The smallest that has a death: one worker dies of the only piece, and the other has to be there still.
        .model(
            Model::new("one of two workers dies of the only piece", || {
                draws_all(Plan { workers: 2, pieces: 1, deaths: &[1] });
            })
            .preemptions(Bound::AtMost(2))
            .early_wakes(1),
        )
        // Two who wait when the piece comes back, and one of them when all is drawn.
        .model(
            Model::new("one of three workers dies of the only piece", || {
                draws_all(Plan { workers: 3, pieces: 1, deaths: &[1] });
            })
            .preemptions(Bound::AtMost(1)),
        )
        // Deaths of two pieces are not two deaths of one.
        .model(
            Model::new("two of three workers die of a piece each", || {
                draws_all(Plan { workers: 3, pieces: 2, deaths: &[1, 1] });
            })
            .preemptions(Bound::AtMost(1)),
        )
        .model(
            Model::new("a piece costs two workers", || {
                let plan = Plan { workers: 3, pieces: 1, deaths: &[usize::MAX] };
                assert_eq!(
                    plan.share().0,
                    Err(Lost::Twice(0)),
                    "what comes of a piece that kills whoever draws it"
                );
            })
            .preemptions(Bound::AtMost(1)),
        )
        .model(Model::new("the only worker dies", || {
            let plan = Plan { workers: 1, pieces: 2, deaths: &[1, 0] };
            assert_eq!(plan.share().0, Err(Lost::Everyone), "what comes of pieces that nobody is left for");
        }))
        .real(
            Real::new("six workers draw forty pieces, and four of them die", || {
                let mut deaths = [0; 40];
                for piece in [3, 17, 18, 39] {
                    deaths[piece] = 1;
                }
                draws_all(Plan { workers: 6, pieces: 40, deaths: &deaths });
            })
            .uses(Uses { spawned: 6, locked: 44, ..Uses::default() }),
        )
        .picture(
            Picture::new(small_grid(), draw_the_picture).uses(Uses { spawned: WORKERS, ..Uses::default() }),
        )
        // Whoever asks with a lock in hand keeps the others from asking.
        .at_once(Model::new("three workers draw at the same time", || meet(3)).preemptions(Bound::AtMost(0)))
}

/// How many workers and pieces there are, and how many workers die of each piece.
struct Plan<'a> {
    workers: usize,
    pieces: usize,
    deaths: &'a [usize],
}

impl Plan<'_> {
    /// What `share` says, and how often each piece was drawn.
    fn share(&self) -> (Result<(), Lost>, Vec<usize>) {
        // Relaxed everywhere: only counts. They must not order what the answer has to order.
        let counts = |length: usize| (0..length).map(|_| AtomicUsize::new(0)).collect::<Vec<_>>();
        let drawn = Arc::new(counts(self.pieces));
        let (seen, asked, deaths) = (Arc::clone(&drawn), counts(self.pieces), self.deaths.to_vec());
        let dead: Vec<_> = (0..self.workers).map(|_| AtomicBool::new(false)).collect();
        let ask = move |worker: usize, piece: usize| {
            assert!(!dead[worker].load(Ordering::Relaxed), "worker {worker} is dead, and was asked again");
            if asked[piece].fetch_add(1, Ordering::Relaxed) < deaths[piece] {
                dead[worker].store(true, Ordering::Relaxed);
                return Answer::Died;
            }
            seen[piece].fetch_add(1, Ordering::Relaxed);
            Answer::Drawn
        };
        let said = share(self.workers, self.pieces, Arc::new(ask));
        (said, drawn.iter().map(|times| times.load(Ordering::Relaxed)).collect())
    }
}

fn draws_all(plan: Plan<'_>) {
    let (said, drawn) = plan.share();
    assert_eq!(said, Ok(()), "each piece can be drawn");
    assert_eq!(drawn, vec![1; plan.pieces], "how often each piece was drawn");
}

fn meet(workers: usize) {
    let meeting = Rendezvous::of(workers);
    let ask = move |_, _| {
        meeting.arrive();
        Answer::Drawn
    };
    assert_eq!(share(workers, workers, Arc::new(ask)), Ok(()));
}

const WORKERS: usize = 3;
const PIECE_ROWS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// Each of the first two pieces costs a worker.
fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let pieces: Vec<_> = grid.pieces(PIECE_ROWS).collect();
    let picture = Arc::new(Mutex::new(vec![0; grid.pixels()]));
    let deadly: Vec<_> = (0..2).map(|_| AtomicBool::new(true)).collect();
    let (count, columns, drawn, grid) = (pieces.len(), grid.columns(), Arc::clone(&picture), grid.clone());
    let ask = move |_, piece: usize| {
        if deadly.get(piece).is_some_and(|deadly| deadly.swap(false, Ordering::Relaxed)) {
            return Answer::Died;
        }
        let rows = pieces[piece].clone();
        let mut pixels = vec![0; rows.len() * columns];
        grid.draw_band(rows.clone(), &mut pixels).expect("a piece is inside of its grid");
        drawn.lock()[rows.start * columns..rows.end * columns].copy_from_slice(&pixels);
        Answer::Drawn
    };
    assert_eq!(share(WORKERS, count, Arc::new(ask)), Ok(()));
    picture.lock().clone()
}
