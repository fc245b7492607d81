//! How pieces are claimed, counted, published and collected: the drawing once, and for each variant what it is made of.

use std::borrow::Borrow;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crossbeam::atomic::AtomicCell;
use crossbeam::utils::CachePadded;
use stage::{Canvas, OwnedPiece, Pixels, Show, Stopped, Worker};

use crate::board::{self, Board, ByHand, Claiming, Finished, Tally, Twice};
use crate::by_hand::{Counter, Padded};

// ANCHOR: by_hand
/// Everything made by hand, and the counters padded.
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board: ByHand<_, Padded<Counter>> = ByHand::new(show.piece_count(), show.threads(), Claiming::One);
    draw(show, canvas, &board)
}

/// The same, but for one thing: the counters stand side by side, several to a cache line.
pub(crate) fn side_by_side(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board: ByHand<_, Counter> = ByHand::new(show.piece_count(), show.threads(), Claiming::One);
    draw(show, canvas, &board)
}

/// As by hand, but a worker claims many pieces at once as long as there are many, and few towards the end.
pub(crate) fn shares(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let claiming = Claiming::Share(2 * show.threads());
    let board: ByHand<_, Padded<Counter>> = ByHand::new(show.piece_count(), show.threads(), claiming);
    draw(show, canvas, &board)
}
// ANCHOR_END: by_hand

// ANCHOR: work
/// What a worker does: claims, computes, counts, hands over, until nothing is left.
fn work(
    show: &Show,
    board: &impl Board<OwnedPiece>,
    worker: &mut Worker,
    collector: &Thread,
    counting: &Counter,
) -> Result<(), Stopped> {
    loop {
        let claimed = board.claim();
        if claimed.is_empty() {
            return Ok(());
        }
        for index in claimed {
            let mut piece = show.owned_piece(index);
            worker.compute(&mut piece)?;
            let (work, took) = count(board, worker, &mut piece);
            counting.add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
            let handed_over = board::hand_over(board, index, Finished { piece, work }, collector);
            handed_over.map_err(|twice| worker.fail(twice))?;
        }
    }
}

/// Counts the iterations of a piece, pixel by pixel, in the worker's own counter; says what was counted and how long it
/// took.
fn count(board: &impl Board<OwnedPiece>, worker: &mut Worker, piece: &mut OwnedPiece) -> (Tally, Duration) {
    let (number, began) = (worker.number(), Instant::now());
    let iterations = worker.waiting("counter", || {
        let mut iterations = 0;
        for &mut survived in piece.pixels_mut() {
            let survived = u64::from(survived.unsigned_abs());
            board.count(number, survived);
            iterations += survived;
        }
        iterations
    });
    (Tally { pieces: 1, pixels: piece.pixels_mut().len() as u64, iterations }, began.elapsed())
}
// ANCHOR_END: work

// ANCHOR: collect
/// What the collector does: takes the pieces in order, as they are published, puts them into the picture, and looks at
/// the numbers meanwhile.
fn collect(
    show: &Show,
    board: &impl Board<OwnedPiece>,
    me: &mut Worker,
    canvas: &mut Canvas<'_>,
) -> Result<(), Stopped> {
    let full = (show.piece_rows() * show.grid().columns()) as u64;
    let mut collected = Tally::default();
    for index in 0..show.piece_count() {
        let finished = me.waiting("flag", || board::wait_for(board, index, || show.is_stopping()));
        let Some(finished) = finished else { return Err(me.fail("the run was called off")) };
        let Finished { piece, work } = finished.borrow();
        canvas.place(piece);
        collected = collected + *work;
        board.tally().check(collected, full).map_err(|torn| me.fail(torn))?;
        // `Relaxed` counters, and nothing of this piece is missing: it was all counted before the piece was published.
        let counted: u64 = board.counts().iter().sum();
        if counted < collected.iterations {
            return Err(me.fail(format!("{counted} iterations counted, {} collected", collected.iterations)));
        }
    }
    Ok(())
}
// ANCHOR_END: collect

// ANCHOR: draw
/// Draws: workers in threads of their own, and the collector in this one.
fn draw(show: &Show, mut canvas: Canvas<'_>, board: &impl Board<OwnedPiece>) -> Result<(), Stopped> {
    let (counting, collector) = (Counter::new(), thread::current());
    let me = show.worker("collector");
    let work = |worker: &mut Worker| work(show, board, worker, &collector, &counting);
    let draw = || {
        thread::scope(|scope| {
            let workers = thread::Builder::new().spawn_scoped(scope, || show.workers(work));
            let workers =
                workers.map_err(|error| show.fail(format!("no thread for the workers: {error}")))?;
            let collected = me.run(|me| collect(show, board, me, &mut canvas));
            let worked = workers.join().unwrap_or_else(|_| Err(show.fail("the workers' thread panicked")));
            worked.and(collected)
        })
    };
    show.waking(|| collector.unpark(), draw)?;
    note(show, board, &counting)
}
// ANCHOR_END: draw

/// Looks at the numbers once more, when all is done, and tells of them.
fn note(show: &Show, board: &impl Board<OwnedPiece>, counting: &Counter) -> Result<(), Stopped> {
    let (tally, counts) = (board.tally(), board.counts());
    let counted: u64 = counts.iter().sum();
    if counted != tally.iterations {
        return Err(show.fail(format!("{counted} iterations counted, and there were {}", tally.iterations)));
    }
    show.note("readings of the tally", format!("{}, each of them whole", show.piece_count()));
    show.note("counting took", format!("{:.2} ns a pixel", counting.get() as f64 / tally.pixels as f64));
    let percent = |count: Option<&u64>| 100.0 * *count.unwrap_or(&0) as f64 / counted.max(1) as f64;
    let (least, most) = (percent(counts.iter().min()), percent(counts.iter().max()));
    show.note("a worker's share of the iterations", format!("{least:.1} % to {most:.1} %"));
    Ok(())
}

// ANCHOR: std
/// Claims the next piece of so many, if there is one.
fn claim_next(next: &AtomicUsize, pieces: usize) -> Range<usize> {
    // Relaxed: says who computes what, and not that anything is ready.
    let index = next.fetch_add(1, Ordering::Relaxed);
    if index < pieces { index..index + 1 } else { 0..0 }
}

/// With `std`: its atomics; `OnceLock`, which is a flag and a value; and a `Mutex` around the tally, since it has no
/// sequence lock.
struct Std {
    next: AtomicUsize,
    counts: Vec<AtomicU64>,
    tally: Mutex<Tally>,
    finished: Vec<OnceLock<Finished<OwnedPiece>>>,
}

impl Std {
    fn lock(&self) -> MutexGuard<'_, Tally> {
        // Nobody panics while holding it.
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Board<OwnedPiece> for Std {
    fn claim(&self) -> Range<usize> {
        claim_next(&self.next, self.finished.len())
    }

    fn count(&self, worker: usize, iterations: u64) {
        // Relaxed, here and below: only counts.
        self.counts[worker].fetch_add(iterations, Ordering::Relaxed);
    }

    fn counts(&self) -> Vec<u64> {
        self.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }

    fn add(&self, work: Tally) {
        let mut tally = self.lock();
        *tally = *tally + work;
    }

    fn tally(&self) -> Tally {
        *self.lock()
    }

    fn publish(&self, index: usize, finished: Finished<OwnedPiece>) -> Result<(), Twice> {
        self.finished[index].set(finished).map_err(|_drawn_again| Twice(index))
    }

    fn take(&self, index: usize) -> Option<impl Borrow<Finished<OwnedPiece>>> {
        self.finished[index].get()
    }
}

/// With `std`.
pub(crate) fn std(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board = Std {
        next: AtomicUsize::new(0),
        counts: (0..show.threads()).map(|_| AtomicU64::new(0)).collect(),
        tally: Mutex::default(),
        finished: (0..show.piece_count()).map(|_| OnceLock::new()).collect(),
    };
    draw(show, canvas, &board)
}
// ANCHOR_END: std

// ANCHOR: crossbeam
/// With `crossbeam`: `CachePadded` counters, and an `AtomicCell`, which is a sequence lock where its value is larger
/// than a word, and a single atomic where it is not.
struct Crossbeam {
    next: CachePadded<AtomicUsize>,
    counts: Vec<CachePadded<AtomicU64>>,
    tally: AtomicCell<Tally>,
    finished: Vec<AtomicCell<Option<Box<Finished<OwnedPiece>>>>>,
}

impl Board<OwnedPiece> for Crossbeam {
    fn claim(&self) -> Range<usize> {
        claim_next(&self.next, self.finished.len())
    }

    fn count(&self, worker: usize, iterations: u64) {
        // Relaxed, here and below: only counts.
        self.counts[worker].fetch_add(iterations, Ordering::Relaxed);
    }

    fn counts(&self) -> Vec<u64> {
        self.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }

    fn add(&self, work: Tally) {
        // Reads, adds, and exchanges if nobody has been there meanwhile.
        let mut tally = self.tally.load();
        while let Err(found) = self.tally.compare_exchange(tally, tally + work) {
            tally = found;
        }
    }

    fn tally(&self) -> Tally {
        self.tally.load()
    }

    fn publish(&self, index: usize, finished: Finished<OwnedPiece>) -> Result<(), Twice> {
        // A swap, because it says what was there. A piece that has been taken is not there any more.
        self.finished[index].swap(Some(Box::new(finished))).map_or(Ok(()), |_| Err(Twice(index)))
    }

    fn take(&self, index: usize) -> Option<impl Borrow<Finished<OwnedPiece>>> {
        self.finished[index].take()
    }
}

/// With `crossbeam`.
pub(crate) fn crossbeam(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let board = Crossbeam {
        next: CachePadded::default(),
        counts: (0..show.threads()).map(|_| CachePadded::default()).collect(),
        tally: AtomicCell::default(),
        finished: (0..show.piece_count()).map(|_| AtomicCell::default()).collect(),
    };
    draw(show, canvas, &board)
}
// ANCHOR_END: crossbeam
