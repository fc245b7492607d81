//! How the passes are drawn.

use std::sync::Arc;

use fractal::RowState;
use stage::{Canvas, Show, Stopped, Worker};

use crate::by_hand::Barrier;
use crate::deal::{Card, Table};

/// How many iterations a pass makes: few, so that the rows are dealt out a few times in a short run.
const PASS: i32 = 4;

impl Card for RowState {
    fn weight(&self) -> usize {
        if self.is_finished() { 0 } else { self.living() }
    }
}

// ANCHOR: by_hand
/// One wait a pass: the last to arrive deals, in the barrier's action, while the others still wait.
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let table = Arc::new(table(show)?);
    let dealer = Arc::clone(&table);
    let barrier = Barrier::new(show.threads()).with_action(move || dealer.deal());
    let meet = |worker: &mut Worker| match worker.waiting("barrier", || barrier.wait()) {
        Ok(_arrival) => Ok(()),
        Err(broken) => Err(worker.fail(broken)),
    };
    let play = |worker: &mut Worker| table.play(worker.number(), worker, pass, meet);
    let outcome = show.waking(|| barrier.abort(), || show.workers(play));
    place(&table, canvas);
    outcome
}
// ANCHOR_END: by_hand

// ANCHOR: std
/// Two waits a pass, since this barrier has no action: after the first the leader deals, the second lets go.
///
/// Nor can it be aborted. A worker whose pass has failed goes on arriving, until the leader calls the game off
/// for all.
pub(crate) fn std(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let table = table(show)?;
    let barrier = std::sync::Barrier::new(show.threads());
    let play = |worker: &mut Worker| {
        let mut outcome = Ok(());
        while !table.is_over() {
            outcome = outcome.and(worker.attempt(|worker| table.play_hand(worker.number(), worker, pass)));
            if worker.waiting("barrier", || barrier.wait()).is_leader() {
                if show.is_stopping() { table.call_off() } else { table.deal() }
            }
            worker.waiting("barrier", || barrier.wait());
        }
        outcome
    };
    let outcome = show.workers(play);
    place(&table, canvas);
    outcome
}
// ANCHOR_END: std

// ANCHOR: pass
/// A pass over one row: a few more iterations, from wherever another worker has left it.
fn pass(worker: &mut Worker, row: &mut RowState) -> Result<(), Stopped> {
    worker.advance(row, PASS)
}
// ANCHOR_END: pass

/// Every row at its beginning, dealt out.
fn table(show: &Show) -> Result<Table<RowState>, Stopped> {
    Ok(Table::new(show.row_states()?, show.threads()))
}

/// Puts the rows that are finished into the picture.
fn place(table: &Table<RowState>, mut canvas: Canvas<'_>) {
    for row in table.take_finished() {
        canvas.place_row(row.row(), row.counts());
    }
}
