//! How the picture is drawn until time is up: in rounds over all rows, a few iterations a turn.
//!
//! What differs between the variants is who calls time.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use crossbeam::channel;
use fractal::RowState;
use stage::{Canvas, Show, Stopped, Worker};

use crate::by_hand::{Timer, Timers};
use crate::rounds::{Drawn, Rounds, UnderWay};
use crate::sync::Arc;

/// How many iterations a turn makes: few, so that nobody is long at one when time is up.
const TURN: i32 = 4;

impl UnderWay for RowState {
    fn iterations(&self) -> i32 {
        self.done()
    }

    fn is_finished(&self) -> bool {
        RowState::is_finished(self)
    }
}

// ANCHOR: by_hand
/// One timer calls time.
pub fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let rounds = Arc::new(rounds(show)?);
    let (theirs, caller) = (Arc::clone(&rounds), show.clone());
    let timer = Timer::new(limit(show), move || {
        caller.mark("time is up");
        theirs.call_time();
    });
    timer.start().map_err(|error| show.fail(error))?;
    let outcome = show.workers(|worker| rounds.work(worker, turn));
    let in_time = timer.cancel();
    timer.join().map_err(|error| show.fail(error))?;
    place(show, canvas, rounds.take_drawn(), in_time, outcome)
}
// ANCHOR_END: by_hand

// ANCHOR: many
/// Four timers on one thread: three mark a quarter of the time each, and the last one calls time.
pub fn many(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let rounds = Arc::new(rounds(show)?);
    let timers = Timers::new().map_err(|error| show.fail(error))?;
    for (quarters, name) in [(1, "1 of 4"), (2, "2 of 4"), (3, "3 of 4")] {
        let caller = show.clone();
        timers.after(limit(show) * quarters / 4, move || caller.mark(name));
    }
    let (theirs, caller) = (Arc::clone(&rounds), show.clone());
    let timer = timers.after(limit(show), move || {
        caller.mark("time is up");
        theirs.call_time();
    });
    let outcome = show.workers(|worker| rounds.work(worker, turn));
    let in_time = timer.cancel();
    timer.join().map_err(|error| show.fail(error))?;
    place(show, canvas, rounds.take_drawn(), in_time, outcome)
    // The timers are dropped here, and what is pending of them is cancelled.
}
// ANCHOR_END: many

// ANCHOR: crossbeam
/// A thread that listens to two channels on which the time comes, and to a third on which nothing
/// comes: it is closed when all is drawn.
pub fn crossbeam(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let rounds = rounds(show)?;
    let (drawing, drawn) = channel::bounded::<()>(0);
    let (outcome, in_time) = thread::scope(|scope| {
        let watch = || {
            let (end, quarters) = (channel::after(limit(show)), channel::tick(limit(show) / 4));
            loop {
                channel::select! {
                    recv(end) -> _ => break,
                    recv(quarters) -> _ => show.mark("a quarter"),
                    recv(drawn) -> _ => return true,
                }
            }
            show.mark("time is up");
            rounds.call_time();
            false
        };
        let watcher = scope.spawn(watch);
        let outcome = show.workers(|worker| rounds.work(worker, turn));
        drop(drawing);
        (outcome, watcher.join().expect("nothing in it panics"))
    });
    place(show, canvas, rounds.take_drawn(), in_time, outcome)
}
// ANCHOR_END: crossbeam

/// Every row at its beginning.
fn rounds(show: &Show) -> Result<Rounds<RowState>, Stopped> {
    Ok(Rounds::new(show.row_states()?))
}

fn limit(show: &Show) -> Duration {
    Duration::from_millis(show.choice("deadline"))
}

// ANCHOR: turn
/// A few more iterations of one row, from where the last one to have it has left it.
fn turn(worker: &mut Worker, row: &mut RowState) -> Result<(), Stopped> {
    worker.advance(row, TURN)
}
// ANCHOR_END: turn

// ANCHOR: place
/// Puts the rows into the picture, as of the iterations that all of them have.
///
/// Some have more, since time was called in the middle of a round. But a count is the last
/// iteration that a point has survived, so that what it was some iterations ago is easily had:
/// the same, and no more than those.
fn place(
    show: &Show,
    mut canvas: Canvas<'_>,
    drawn: Drawn<RowState>,
    in_time: bool,
    outcome: Result<(), Stopped>,
) -> Result<(), Stopped> {
    if let Err(stopped) = outcome {
        // By Ctrl-C or a panic: there is what is finished, and nothing of the rest.
        drawn.finished.iter().for_each(|row| canvas.place_row(row.row(), row.counts()));
        return Err(stopped);
    }
    show.note("the timer", if in_time { "cancelled, all is drawn" } else { "has called time" });
    let asked = show.grid().iterations();
    let iterations = drawn.iterations_of_all().unwrap_or(asked);
    for row in drawn.finished.iter().chain(&drawn.unfinished) {
        canvas.place_row(row.row(), &row.counts_as_of(iterations));
    }
    if iterations < asked {
        show.as_of(iterations);
        show.note("how far it came", how_far(&drawn, asked));
    }
    Ok(())
}
// ANCHOR_END: place

/// `12 of 20 iterations; 1210 rows are finished, 1500 have 12, 1290 have 16`
fn how_far(drawn: &Drawn<RowState>, asked: i32) -> String {
    let mut rows: BTreeMap<i32, usize> = BTreeMap::new();
    for row in &drawn.unfinished {
        *rows.entry(row.done()).or_default() += 1;
    }
    let least = rows.keys().next().copied().unwrap_or(asked);
    let groups: Vec<String> = rows.iter().map(|(done, rows)| format!("{rows} have {done}")).collect();
    format!(
        "{least} of {asked} iterations; {} rows are finished, {}",
        drawn.finished.len(),
        groups.join(", ")
    )
}
