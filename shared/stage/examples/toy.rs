//! A lesson that teaches nothing: it shows each way to use the stage, and the stage's tests run it.

use std::ops::Range;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread;

use fractal::{RowState, escape_count};
use stage::{Canvas, Choice, DefaultGrid, Lesson, OwnedPiece, Piece, Pixels, Show, Stopped, Variant};

const LESSON: Lesson = Lesson {
    name: "toy",
    about: "A lesson that teaches nothing: each way to use the stage",
    variants: &[
        Variant { name: "right", about: "Pieces claimed under a lock", draw: right },
        Variant { name: "spawned", about: "A thread of its own for each piece", draw: spawned },
        Variant { name: "passes", about: "Passes, between arrivals at a std::sync::Barrier", draw: passes },
        Variant { name: "pool", about: "Threads that know nothing of the stage", draw: pool },
        Variant {
            name: "batches",
            about: "Several pieces claimed at once, and what came of it noted",
            draw: batches,
        },
        Variant { name: "gate", about: "Who waits at a primitive is woken when the run stops", draw: gate },
        Variant { name: "relay", about: "The same in threads of the variant's own, in turn", draw: relay },
        Variant {
            name: "stripes",
            about: "Columns instead of rows, computed without the stage",
            draw: stripes,
        },
        Variant { name: "half", about: "The picture as of half of the iterations", draw: half },
    ],
    options: &[Choice {
        name: "batch",
        about: "How many pieces a worker claims at once",
        default: 2,
        least: 1,
        most: 64,
    }],
    default_grid: Some(DefaultGrid { rows: 400, columns: 300, piece_rows: 10, why: "a toy is small" }),
};

fn main() -> ExitCode {
    stage::main(&LESSON)
}

fn right(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        while let Some(mut piece) = worker.waiting("lock", || pieces.lock().unwrap().next()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    })
}

/// Threads that cannot borrow, workers that are moved into them, and panics that travel through `join`.
fn spawned(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let draw = |index| {
        let (mut worker, mut piece) = (show.worker(format!("piece {index}")), show.owned_piece(index));
        thread::spawn(move || worker.compute(&mut piece).map(|()| piece))
    };
    let threads: Vec<_> = (0..show.piece_count()).map(draw).collect();
    // All are joined, also after one has failed.
    let joined: Vec<thread::Result<Result<OwnedPiece, Stopped>>> =
        threads.into_iter().map(thread::JoinHandle::join).collect();
    for piece in joined {
        // A worker that was dropped by a panic has reported it: this one is not shown.
        canvas.place(&piece.unwrap_or_else(|_| Err(show.fail("a thread panicked")))?);
    }
    Ok(())
}

/// A barrier that cannot be aborted: workers arrive whatever happens, and one of them decides for all.
fn passes(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let rows: Vec<Mutex<RowState>> = show.row_states()?.into_iter().map(Mutex::new).collect();
    let (barrier, stop) = (Barrier::new(show.threads()), AtomicBool::new(false));
    show.workers(|worker| {
        for _pass in 0..show.grid().iterations().div_euclid(7) + 1 {
            let mine = rows.iter().skip(worker.number()).step_by(show.threads());
            let advanced = worker.attempt(|worker| {
                mine.into_iter().try_for_each(|row| worker.advance(&mut row.lock().unwrap(), 7))
            });
            if worker.waiting("barrier", || barrier.wait()).is_leader() {
                // Relaxed: the second wait orders it before every load below.
                stop.store(worker.is_stopping(), Ordering::Relaxed);
            }
            worker.waiting("barrier", || barrier.wait());
            if stop.load(Ordering::Relaxed) {
                return advanced;
            }
        }
        Ok(())
    })?;
    for row in &rows {
        let row = row.lock().unwrap();
        canvas.place_row(row.row(), row.counts());
    }
    Ok(())
}

/// Stands for somebody else's pool: jobs that find their worker by the thread they run in, and have their pixels from
/// elsewhere.
fn pool(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let jobs = Mutex::new(canvas.into_pieces());
    let thread = || {
        loop {
            let Some(mut piece) = jobs.lock().unwrap().next() else { return Ok(()) };
            show.here(|worker| {
                worker.attempt(|worker| {
                    let rows = piece.rows();
                    let drawn =
                        worker.compute_by(&mut piece, |pixels| show.grid().draw_band(rows, pixels))?;
                    drawn.map_err(|error| worker.fail(error))
                })
            })?;
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..show.threads()).map(|_| scope.spawn(thread)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap())
    })
}

/// For a picture that is to be had in time rather than in full: it is whole, and right for the iterations it has.
fn half(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let half = show.grid().iterations() / 2;
    let mut rows = show.row_states()?;
    let mut worker = show.worker("worker");
    rows.iter_mut().try_for_each(|row| worker.advance(row, half))?;
    for row in &rows {
        canvas.place_row(row.row(), row.counts());
    }
    show.as_of(half);
    Ok(())
}

/// What is special: an option of the lesson's own, a fact that the run measures, and moments in its timeline.
fn batches(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let batch = usize::try_from(show.choice("batch")).map_err(|error| show.fail(error))?;
    let (pieces, claims) = (Mutex::new(canvas.into_pieces()), AtomicUsize::new(0));
    let claim = || -> Vec<Piece<'_>> { pieces.lock().unwrap().by_ref().take(batch).collect() };
    show.mark("start");
    show.workers(|worker| {
        loop {
            let claimed = worker.waiting("lock", claim);
            if claimed.is_empty() {
                worker.mark("nothing left");
                return Ok(());
            }
            // Relaxed: a number to be shown after all workers have ended.
            claims.fetch_add(1, Ordering::Relaxed);
            claimed.into_iter().try_for_each(|mut piece| worker.compute(&mut piece))?;
        }
    })?;
    show.note("claims under the lock", claims.into_inner());
    Ok(())
}

/// Hands that are dealt beforehand, and a primitive on the stack: worker 0 draws first and then lets the others go on.
/// Whoever waits is woken when the run is stopped before that, and is told so when it computes.
fn gate(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let (is_open, opened) = (Mutex::new(false), Condvar::new());
    let open = || {
        *is_open.lock().unwrap() = true;
        opened.notify_all();
    };
    let wait = || drop(opened.wait_while(is_open.lock().unwrap(), |is_open| !*is_open).unwrap());
    show.waking(open, || {
        show.workers_with(canvas.into_hands(show.threads()), |worker, hand| {
            if worker.number() > 0 {
                worker.waiting("gate", wait);
            }
            hand.into_iter().try_for_each(|mut piece| worker.compute(&mut piece))?;
            open();
            Ok(())
        })
    })
}

/// Bands, threads that the variant starts itself, and a primitive in an `Arc`: each thread waits for its turn.
fn relay(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let track = Arc::new((Mutex::new(0), Condvar::new()));
    let pass_to = |track: &(Mutex<usize>, Condvar), next: usize| {
        let mut turn = track.0.lock().unwrap();
        // Never back: a thread that finishes its band when the run has been stopped must not close the way again.
        *turn = next.max(*turn);
        track.1.notify_all();
    };
    let stopped = Arc::clone(&track);
    show.on_stop(move || pass_to(&stopped, usize::MAX));
    thread::scope(|scope| {
        let bands = canvas.into_bands(show.threads()).into_iter().enumerate();
        let threads = bands.map(|(number, band)| {
            let (worker, track) = (show.worker(format!("runner {number}")), Arc::clone(&track));
            scope.spawn(move || {
                worker.run(|worker| {
                    let turn = || track.1.wait_while(track.0.lock().unwrap(), |turn| *turn < number).unwrap();
                    drop(worker.waiting("turn", turn));
                    band.into_iter().try_for_each(|mut piece| worker.compute(&mut piece))?;
                    pass_to(&track, number + 1);
                    Ok(())
                })
            })
        });
        let threads: Vec<_> = threads.collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap())
    })
}

/// What the stage does not compute: each worker draws a stripe of columns point by point, and says which pixels those
/// are.
fn stripes(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let (grid, canvas) = (show.grid(), Mutex::new(canvas));
    let edge = |stripe: usize| stripe * grid.columns() / show.threads();
    let stripes: Vec<Range<usize>> = (0..show.threads()).map(|index| edge(index)..edge(index + 1)).collect();
    show.workers_with(stripes, |worker, columns| {
        for rows in grid.pieces(show.piece_rows()) {
            let counts: Vec<i32> = worker.computing_pixels(rows.clone(), columns.clone(), || {
                let row = |row| columns.clone().map(move |column| grid.point(row, column));
                rows.clone().flat_map(row).map(|c| escape_count(c, grid.iterations())).collect()
            })?;
            worker.waiting("canvas", || canvas.lock().unwrap()).place_pixels(rows, columns.clone(), &counts);
        }
        Ok(())
    })
}
