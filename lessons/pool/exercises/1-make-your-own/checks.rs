//! What is asked of `Pool`.

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Bound, Model, Mutex, Plain};
use learn::{Exercise, Picture, Real, Rendezvous, Uses};

use super::answer::Pool;

/// Each job is done once, whatever the schedule and whatever the jobs do; and then the threads end.
pub fn exercise() -> Exercise {
    Exercise::new()
        // One thread that is idle, or not there yet, when the job comes. Complete, and the wait may end early.
        .model(Model::new("a job that comes late is done", || does_each_job_once(1, 1)).early_wakes(1))
        // One thread does one job after the other, so the jobs may share memory that is not atomic.
        .model(Model::new("one thread does two jobs", one_after_the_other).preemptions(Bound::AtMost(1)))
        // Two threads are enough for one of them to be left asleep. Nothing to do is enough work for that.
        .model(Model::new("two threads without a job end", || does_each_job_once(2, 0)))
        // One thread has to survive the job before.
        .model(Model::new("a panic harms one job", survives).preemptions(Bound::AtMost(1)))
        .real(Real::new("four threads do forty jobs", || does_each_job_once(4, 40)).uses(Uses {
            spawned: 4,
            locked: 40,
            ..Uses::default()
        }))
        .picture(
            Picture::new(small_grid(), draw_the_picture).uses(Uses { spawned: THREADS, ..Uses::default() }),
        )
        // Whoever does a job with the lock in hand keeps the other from coming to the meeting. It is enough that
        // nobody is preempted: each stops by itself at the meeting.
        .at_once(Model::new("two jobs are done at the same time", meet).preemptions(Bound::AtMost(0)))
}

fn does_each_job_once(threads: usize, jobs: usize) {
    let pool = Pool::new(threads);
    let times: Arc<Vec<AtomicUsize>> = Arc::new((0..jobs).map(|_| AtomicUsize::new(0)).collect());
    for job in 0..jobs {
        let times = Arc::clone(&times);
        pool.execute(move || {
            // Relaxed: only counts. It must not order what the answer has to order.
            times[job].fetch_add(1, Ordering::Relaxed);
        });
    }
    pool.finish();
    for (job, times) in times.iter().enumerate() {
        assert_eq!(
            times.load(Ordering::Relaxed),
            1,
            "how often job {job} has been done when `finish` returns"
        );
    }
}

fn one_after_the_other() {
    let pool = Pool::new(1);
    let memory = Arc::new(Plain::new(0));
    for _ in 0..2 {
        let memory = Arc::clone(&memory);
        pool.execute(move || memory.set(memory.get() + 1));
    }
    pool.finish();
    assert_eq!(memory.get(), 2, "how many jobs have been done when `finish` returns");
}

fn survives() {
    let pool = Pool::new(1);
    let done = Arc::new(Plain::new(false));
    pool.execute(|| panic!("this job panics on purpose"));
    let next = Arc::clone(&done);
    pool.execute(move || next.set(true));
    pool.finish();
    assert!(done.get(), "the job after the one that panicked has not been done");
}

fn meet() {
    let pool = Pool::new(2);
    let meeting = Arc::new(Rendezvous::of(2));
    for _ in 0..2 {
        let meeting = Arc::clone(&meeting);
        pool.execute(move || meeting.arrive());
    }
    pool.finish();
}

const THREADS: usize = 3;
const PIECE_ROWS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let columns = grid.columns();
    let picture = Arc::new(Mutex::new(vec![0; grid.pixels()]));
    let pool = Pool::new(THREADS);
    for rows in grid.pieces(PIECE_ROWS) {
        let (grid, picture) = (grid.clone(), Arc::clone(&picture));
        pool.execute(move || {
            let mut pixels = vec![0; rows.len() * columns];
            grid.draw_band(rows.clone(), &mut pixels).expect("a piece is inside of its grid");
            picture.lock()[rows.start * columns..rows.end * columns].copy_from_slice(&pixels);
        });
    }
    pool.finish();
    picture.lock().clone()
}
