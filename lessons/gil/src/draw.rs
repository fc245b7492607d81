//! How a script draws the picture.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fractal::{Grid, Region};
use parking_lot::{FairMutex, FairMutexGuard};
use script::{Interpreter, Outcome, PICTURE, Plain, Portable, Program, Shared};
use stage::{Canvas, Piece, Pieces, Pixels, Show, Stopped, Worker};

use crate::by_hand::{Gil, Held};

// ANCHOR: by_hand
/// The inner loop is a script. Whoever has the interpreter computes, all others wait.
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    take_turns(show, canvas, PICTURE, |gil, held, worker, mut piece| {
        let index = piece.index();
        draw_rows(show.grid(), worker, &mut piece, |worker, row| {
            run(gil, held, worker, index, ("draw_row", row), |_, _| Ok(()))
        })
    })
}
// ANCHOR_END: by_hand

// ANCHOR: native
/// The script calls a function that is compiled, which gives the interpreter up while it computes.
pub(crate) fn native(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    take_turns(show, canvas, NATIVE, |gil, held, worker, mut piece| {
        let number = [Portable::Int(piece.index() as i64)];
        let call = ("draw_piece", &number[..]);
        run(gil, held, worker, piece.index(), call, |held, worker| {
            held.release_while(|| worker.compute(&mut piece))
        })?;
        Ok(())
    })
}
// ANCHOR_END: native

// ANCHOR: held
/// The same function, by somebody who did not think of giving the interpreter up.
pub(crate) fn held(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    take_turns(show, canvas, NATIVE, |gil, held, worker, mut piece| {
        let number = [Portable::Int(piece.index() as i64)];
        let call = ("draw_piece", &number[..]);
        run(gil, held, worker, piece.index(), call, |_held, worker| worker.compute(&mut piece))?;
        Ok(())
    })
}
// ANCHOR_END: held

/// The script that has a piece drawn by a native function.
const NATIVE: &str = include_str!("scripts/native.py");

// ANCHOR: take_turns
/// Has each worker take the interpreter, and keep it but for what others ask for, until all pieces
/// are drawn.
fn take_turns<F>(show: &Show, canvas: Canvas<'_>, source: &str, draw: F) -> Result<(), Stopped>
where
    F: Fn(&Gil<Plain>, &mut Held<'_, Plain>, &mut Worker, Piece<'_>) -> Result<(), Stopped> + Sync,
{
    let gil = &Gil::new(Plain::new(program(show, source)?));
    gil.set_switch_interval(Duration::from_micros(show.choice("switch-interval")));
    let pieces = Mutex::new(canvas.into_pieces());
    let work = |worker: &mut Worker| {
        let taken = worker.waiting("gil", || gil.take());
        let mut held = taken.map_err(|closed| worker.fail(closed))?;
        while let Some(piece) = next(&pieces) {
            draw(gil, &mut held, worker, piece)?;
        }
        Ok(())
    };
    let drawn = show.waking(|| gil.close(), || show.workers(work));
    show.note("requests to drop the lock", gil.counts().requests);
    show.note("switches between threads", gil.counts().switches);
    drawn
}
// ANCHOR_END: take_turns

// ANCHOR: run
/// Runs a function of the script to its end: with the interpreter in hand, giving way when asked
/// to, and with native functions called by `native`.
fn run(
    gil: &Gil<Plain>,
    held: &mut Held<'_, Plain>,
    worker: &mut Worker,
    piece: usize,
    (function, arguments): (&str, &[Portable]),
    mut native: impl FnMut(&mut Held<'_, Plain>, &mut Worker) -> Result<(), Stopped>,
) -> Result<Portable, Stopped> {
    let mut thread = held.call(function, arguments).map_err(|error| worker.fail(error))?;
    loop {
        // The eval breaker: the evaluator looks at it whenever a loop begins again, or a function
        // is called.
        let look = &mut || gil.is_requested();
        let outcome = worker.computing_some(piece, || held.run(&mut thread, look))?;
        match outcome.map_err(|error| worker.fail(error))? {
            Outcome::Asked => {
                let again = worker.waiting("gil", || held.give_way());
                again.map_err(|closed| worker.fail(closed))?;
            }
            Outcome::Native(_) => {
                native(held, worker)?;
                held.give(&mut thread, &Portable::None);
            }
            Outcome::Done(value) => return Ok(value),
        }
    }
}
// ANCHOR_END: run

// ANCHOR: parking_lot
/// The ecosystem's lock that can be passed on. Nobody asks for it: its holder offers it to whoever
/// waits, every so many times that the evaluator looks, as Python did before version 3.2.
pub(crate) fn parking_lot(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    const CHECK_INTERVAL: u32 = 10_000;
    let interpreter = FairMutex::new(Plain::new(program(show, PICTURE)?));
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        let mut held = worker.waiting("gil", || interpreter.lock());
        let mut looks = 0_u32;
        while let Some(mut piece) = next(&pieces) {
            let index = piece.index();
            draw_rows(show.grid(), worker, &mut piece, |worker, row| {
                let mut thread = held.call("draw_row", row).map_err(|error| worker.fail(error))?;
                loop {
                    let look = &mut || {
                        looks = looks.wrapping_add(1);
                        looks.is_multiple_of(CHECK_INTERVAL)
                    };
                    let outcome = worker.computing_some(index, || held.run(&mut thread, look))?;
                    if let Outcome::Done(row) = outcome.map_err(|error| worker.fail(error))? {
                        return Ok(row);
                    }
                    worker.waiting("gil", || FairMutexGuard::bump(&mut held));
                }
            })?;
        }
        Ok(())
    })
}
// ANCHOR_END: parking_lot

// ANCHOR: free_threaded
/// The same script without a lock: every value stands several threads, and all compute at once.
pub(crate) fn free_threaded(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let memory = Shared::new(program(show, PICTURE)?);
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        let mut memory = memory.clone();
        while let Some(mut piece) = next(&pieces) {
            let index = piece.index();
            draw_rows(show.grid(), worker, &mut piece, |worker, row| {
                let mut thread = memory.call("draw_row", row).map_err(|error| worker.fail(error))?;
                loop {
                    // It is left if the run stops, and not entered again then.
                    let look = &mut || show.is_stopping();
                    let outcome = worker.computing_some(index, || memory.run(&mut thread, look))?;
                    if let Outcome::Done(row) = outcome.map_err(|error| worker.fail(error))? {
                        return Ok(row);
                    }
                }
            })?;
        }
        Ok(())
    })
}
// ANCHOR_END: free_threaded

/// Draws a piece row by row: `draw_row` gets what the script's function of this name takes, and
/// returns what it returns.
fn draw_rows(
    grid: &Grid,
    worker: &mut Worker,
    piece: &mut Piece<'_>,
    mut draw_row: impl FnMut(&mut Worker, &[Portable]) -> Result<Portable, Stopped>,
) -> Result<(), Stopped> {
    let mut counts = Vec::with_capacity(piece.rows().len() * grid.columns());
    for row in piece.rows() {
        let counted = draw_row(worker, &arguments(grid, row))?;
        let of_row = counted.as_list().unwrap_or_default().iter();
        counts.extend(of_row.filter_map(|count| i32::try_from(count.as_int()?).ok()));
    }
    if counts.len() != piece.rows().len() * grid.columns() {
        return Err(worker.fail("the script has not drawn the whole piece"));
    }
    worker.compute_by(piece, |pixels| pixels.copy_from_slice(&counts))
}

/// What `draw_row` of the script takes.
fn arguments(grid: &Grid, row: usize) -> Vec<Portable> {
    let Region { top, left, bottom, right } = grid.region();
    let shape = [row, grid.rows(), grid.columns()].map(|number| Portable::Int(number as i64));
    let edges = [top, left, bottom, right].map(Portable::Float);
    shape.into_iter().chain([Portable::Int(grid.iterations().into())]).chain(edges).collect()
}

fn program(show: &Show, source: &str) -> Result<Arc<Program>, Stopped> {
    Program::compile(source, &["kernel"]).map(Arc::new).map_err(|error| show.fail(error))
}

/// The next piece that nobody has. The lock is held for a moment, and by nobody who waits for the
/// interpreter.
fn next<'a>(pieces: &Mutex<Pieces<'a>>) -> Option<Piece<'a>> {
    pieces.lock().unwrap_or_else(PoisonError::into_inner).next()
}
