//! What is asked of `Semaphore`.

use std::time::Duration;

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Bound, Deadline, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Semaphore;

/// No more get in than there are permits; nobody who may go on is forgotten; and no permit is lost.
pub fn exercise() -> Exercise {
    Exercise::new()
        .model(
            // Complete. One early wake shows who believes every wakeup.
            Model::new("one waits for a permit that comes", one_goes_on).early_wakes(1),
        )
        .model(
            Model::new("three want in, and there are two permits", || go_in_and_out(2, 3, 1))
                // Who is inside gives way, so that all meet there without a preemption.
                .preemptions(Bound::AtMost(0))
                .early_wakes(1),
        )
        .model(
            Model::new("two wait, and two permits come at once", two_go_on)
                // Both wait without any; one stops somebody between a look and a step.
                .preemptions(Bound::AtMost(1)),
        )
        .model(
            Model::new("one gives up, and one does not", one_gives_up)
                // The deadline passes, at any point.
                .preemptions(Bound::AtMost(1))
                .early_wakes(1),
        )
        .real(
            Real::new("twenty threads want in, and there are seven permits", || go_in_and_out(7, 20, 5))
                .uses(Uses { locked: 200, ..Uses::default() }),
        )
        .picture(Picture::new(small_grid(), draw_with_two_buffers))
}

/// Has so many threads go in and out so many times.
fn go_in_and_out(permits: usize, threads: usize, times: usize) {
    let shared = Arc::new((Semaphore::new(permits), AtomicUsize::new(0)));
    let go = move |(semaphore, inside): &(Semaphore, AtomicUsize)| {
        for _ in 0..times {
            semaphore.acquire();
            // Relaxed, both: only counts. It must not order what the answer has to order.
            let before = inside.fetch_add(1, Ordering::Relaxed);
            assert!(before < permits, "{} are inside, and there are {permits} permits", before + 1);
            thread::yield_now();
            inside.fetch_sub(1, Ordering::Relaxed);
            semaphore.release(1);
        }
    };
    let others: Vec<_> = (1..threads)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || go(&shared))
        })
        .collect();
    go(&shared);
    others.into_iter().for_each(|other| other.join().expect("nobody panics"));
}

/// What was done before a permit came is seen by who takes it. The memory is plain: were the two not ordered by the
/// permit, the accesses would be a data race.
fn one_goes_on() {
    let shared = Arc::new((Semaphore::new(0), Plain::new(0)));
    let theirs = Arc::clone(&shared);
    let giver = thread::spawn(move || {
        theirs.1.set(7);
        theirs.0.release(1);
    });
    shared.0.acquire();
    assert_eq!(shared.1.get(), 7, "what was done before the permit came");
    giver.join().expect("the giver does not panic");
}

fn two_go_on() {
    let semaphore = Arc::new(Semaphore::new(0));
    let waiting: Vec<_> = (0..2)
        .map(|_| {
            let semaphore = Arc::clone(&semaphore);
            thread::spawn(move || semaphore.acquire())
        })
        .collect();
    // Lets them wait.
    thread::yield_now();
    semaphore.release(2);
    waiting.into_iter().for_each(|one| one.join().expect("nobody panics"));
}

/// There is one permit for both, and it is there in the end.
fn one_gives_up() {
    let semaphore = Arc::new(Semaphore::new(0));
    let theirs = Arc::clone(&semaphore);
    let hasty = thread::spawn(move || {
        if theirs.acquire_until(Deadline::after(Duration::from_secs(1))) {
            theirs.release(1);
        }
    });
    let now_or_never = semaphore.acquire_until(Deadline::after(Duration::ZERO));
    assert!(!now_or_never, "there was no permit, and no time to wait for one");
    semaphore.release(1);
    semaphore.acquire();
    hasty.join().expect("the hasty one does not panic");
    semaphore.release(1);
    assert!(semaphore.acquire_until(Deadline::after(Duration::ZERO)), "the permit is lost");
}

const WORKERS: usize = 4;
const BUFFERS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// Four workers share two buffers: who has a permit takes one off the shelf, draws a row into it, copies it into the
/// picture, and puts it back.
fn draw_with_two_buffers(grid: &Grid) -> Vec<i32> {
    let columns = grid.columns();
    let semaphore = Semaphore::new(BUFFERS);
    let shelf = Mutex::new(vec![vec![0; columns]; BUFFERS]);
    let picture = Mutex::new(vec![0; grid.rows() * columns]);
    let studio = Arc::new((semaphore, shelf, picture));
    let workers: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let (studio, grid) = (Arc::clone(&studio), grid.clone());
            thread::spawn(move || {
                let (semaphore, shelf, picture) = &*studio;
                for row in (worker..grid.rows()).step_by(WORKERS) {
                    semaphore.acquire();
                    let buffer = shelf.lock().pop();
                    let mut buffer = buffer.expect("who has a permit finds a buffer");
                    grid.draw_row(row, &mut buffer).expect("the row is one of the grid's");
                    picture.lock()[row * columns..][..columns].copy_from_slice(&buffer);
                    shelf.lock().push(buffer);
                    semaphore.release(1);
                }
            })
        })
        .collect();
    workers.into_iter().for_each(|worker| worker.join().expect("no worker panics"));
    let picture = studio.2.lock();
    picture.clone()
}
