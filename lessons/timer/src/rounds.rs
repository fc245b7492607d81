//! The rows of the picture, in rounds: each goes on a little, and then it is the next one's turn, until time is up.
//!
//! So all rows come about equally far, and the picture can be had as of the iterations that all of them have.

use std::collections::VecDeque;

use crate::sync::Mutex;

/// A row, as far as the rounds are concerned.
pub trait UnderWay {
    /// How many iterations it has.
    fn iterations(&self) -> i32;
    /// Whether there is nothing left to do in it.
    fn is_finished(&self) -> bool;
}

// ANCHOR: rounds
/// Rows that take turns.
pub struct Rounds<R> {
    state: Mutex<State<R>>,
}

struct State<R> {
    /// The rows that go on, the one whose turn it is first. A worker takes one out while it is at
    /// it.
    going_on: VecDeque<R>,
    finished: Vec<R>,
    time_is_up: bool,
}

impl<R: UnderWay> Rounds<R> {
    /// Rounds of these rows.
    pub fn new(rows: Vec<R>) -> Rounds<R> {
        let (finished, going_on) = rows.into_iter().partition(UnderWay::is_finished);
        let going_on: Vec<R> = going_on;
        Rounds { state: Mutex::new(State { going_on: going_on.into(), finished, time_is_up: false }) }
    }

    /// Works on one row after the other, each for a turn, until none is left that nobody has, or
    /// time is up.
    ///
    /// # Errors
    /// The first of `turn`. The row is put back all the same.
    pub fn work<W, E>(
        &self,
        worker: &mut W,
        turn: impl Fn(&mut W, &mut R) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(mut row) = self.take() {
            let outcome = turn(worker, &mut row);
            self.put_back(row);
            outcome?;
        }
        Ok(())
    }

    /// Ends the rounds: nobody begins another turn. Whoever is at one ends it.
    pub fn call_time(&self) {
        self.state.lock().time_is_up = true;
    }

    fn take(&self) -> Option<R> {
        let mut state = self.state.lock();
        if state.time_is_up { None } else { state.going_on.pop_front() }
    }

    fn put_back(&self, row: R) {
        let mut state = self.state.lock();
        if row.is_finished() {
            state.finished.push(row);
        } else if state.going_on.front().is_some_and(|next| row.iterations() < next.iterations()) {
            // Its worker was slow, or was stopped for a while: it catches up first.
            state.going_on.push_front(row);
        } else {
            state.going_on.push_back(row);
        }
    }
}
// ANCHOR_END: rounds

// ANCHOR: result
/// What the rounds came to.
pub struct Drawn<R> {
    /// The rows that have nothing left to do.
    pub finished: Vec<R>,
    /// The others.
    pub unfinished: Vec<R>,
}

impl<R: UnderWay> Drawn<R> {
    /// How many iterations every row has that is not finished; `None` if all are. Some may have
    /// more: they were in their turn when time was called.
    pub fn iterations_of_all(&self) -> Option<i32> {
        self.unfinished.iter().map(UnderWay::iterations).min()
    }
}

impl<R: UnderWay> Rounds<R> {
    /// Takes the rows out. Those that somebody is at are missing: ask when the workers have
    /// ended.
    pub fn take_drawn(&self) -> Drawn<R> {
        let mut state = self.state.lock();
        Drawn {
            finished: std::mem::take(&mut state.finished),
            unfinished: std::mem::take(&mut state.going_on).into(),
        }
    }
}
// ANCHOR_END: result
