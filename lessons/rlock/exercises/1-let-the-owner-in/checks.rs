//! What is asked of `RLock`.

use std::ops::Range;

use learn::fractal::Grid;
use learn::sync::{Arc, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::RLock;

/// Its owner is let in again, and nobody else.
pub fn exercise() -> Exercise {
    Exercise::new()
        // A single thread has a single schedule.
        .model(Model::new("the owner is let in again, and gives back as often", || {
            let lock = RLock::new();
            assert!(!lock.unlock(), "it is free, so there is nothing to give back");
            lock.lock();
            lock.lock();
            assert!(lock.unlock(), "it was taken twice, and is given back once");
            assert!(lock.unlock(), "it was taken twice, and is given back twice");
            assert!(!lock.unlock(), "it is free again");
        }))
        .model(
            // Explored completely. One early wake shows a wait without a loop.
            Model::new("others stay out from the first level to the last", || visits(2, 1)).early_wakes(1),
        )
        // Explored completely: the other one comes before, between and after the two unlocks.
        .model(Model::new("only the owner gives back", || {
            let lock = Arc::new(RLock::new());
            lock.lock();
            lock.lock();
            let theirs = Arc::clone(&lock);
            let other = thread::spawn(move || assert!(!theirs.unlock(), "it is not the other's"));
            assert!(lock.unlock(), "this thread has two levels");
            assert!(lock.unlock(), "this thread has one level");
            other.join().expect("nobody panics");
        }))
        .real(
            Real::new("four threads go in a hundred times", || visits(4, 100))
                // Two levels each time, and a lock for each way in and out.
                .uses(Uses { locked: 400, ..Uses::default() }),
        )
        .picture(Picture::new(small_grid(), draw_by_regions))
}

/// Has so many threads go in so many times, two levels deep. The memory is plain: were they not kept apart, that would
/// be a data race.
fn visits(threads: usize, times: usize) {
    let shared = Arc::new((RLock::new(), Plain::new(0)));
    let go = move |(lock, memory): &(RLock, Plain<usize>)| {
        for _ in 0..times {
            lock.lock();
            let found = memory.get();
            lock.lock();
            memory.set(found + 1);
            assert!(lock.unlock(), "this thread has two levels");
            assert_eq!(memory.get(), found + 1, "nobody else is inside while there is a level left");
            assert!(lock.unlock(), "this thread has one level");
        }
    };
    let others: Vec<_> = (1..threads)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || go(&shared))
        })
        .collect();
    go(&shared);
    for other in others {
        other.join().expect("nobody panics");
    }
    assert_eq!(shared.1.get(), threads * times, "no visit is lost");
}

const WORKERS: usize = 3;
const PIECE_ROWS: usize = 3;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// The rows that nobody has claimed, in methods that call each other and take the lock each.
struct Board {
    lock: RLock,
    open: Mutex<Vec<Range<usize>>>,
}

impl Board {
    fn claim(&self) -> Option<Range<usize>> {
        self.locked(|| self.take().map(|region| self.split(region)))
    }

    fn split(&self, region: Range<usize>) -> Range<usize> {
        self.locked(|| {
            if region.len() <= PIECE_ROWS {
                return region;
            }
            let middle = region.start + region.len() / 2;
            self.add(middle..region.end);
            self.split(region.start..middle)
        })
    }

    fn take(&self) -> Option<Range<usize>> {
        self.locked(|| self.open.lock().pop())
    }

    fn add(&self, region: Range<usize>) {
        self.locked(|| self.open.lock().push(region));
    }

    fn locked<T>(&self, work: impl FnOnce() -> T) -> T {
        self.lock.lock();
        let result = work();
        assert!(self.lock.unlock(), "this thread has just taken it");
        result
    }
}

fn draw_by_regions(grid: &Grid) -> Vec<i32> {
    let board = Arc::new(Board { lock: RLock::new(), open: Mutex::new(vec![0..grid.rows()]) });
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (board, grid) = (Arc::clone(&board), grid.clone());
            thread::spawn(move || {
                let mut drawn = Vec::new();
                while let Some(rows) = board.claim() {
                    let mut pixels = vec![0; rows.len() * grid.columns()];
                    grid.draw_band(rows.clone(), &mut pixels).expect("they are rows of this grid");
                    drawn.push((rows.start, pixels));
                }
                drawn
            })
        })
        .collect();
    let mut drawn: Vec<_> =
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect();
    drawn.sort_by_key(|(first, _)| *first);
    drawn.into_iter().flat_map(|(_, pixels)| pixels).collect()
}
