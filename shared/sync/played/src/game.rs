//! One run by a schedule.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

use parking_lot::Mutex;
use sync_model::Model;
use sync_model::run::{Early, Rules, Run};
use sync_model::source::Sources;
use sync_model::trace::{Action, Ending, ThreadNumber, Trace, Wake};

use crate::board::Board;
use crate::engine::{PlayedEngine, Unlocking};

/// A schedule that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlayError {
    /// A thread was to move that cannot.
    #[error("turn {turn} of the schedule is thread {thread}'s, but only {} can move", list(can_move))]
    CannotMove {
        /// Which turn, from 1.
        turn: usize,
        /// Whose.
        thread: ThreadNumber,
        /// Who could have moved.
        can_move: Vec<ThreadNumber>,
    },
    /// The run was over before the schedule was.
    #[error("the run was over after {turns} turns, before the schedule was")]
    OverBefore {
        /// How many turns were made.
        turns: usize,
    },
}

fn list(threads: &[ThreadNumber]) -> String {
    threads.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Runs a scenario with a turn for each entry of the schedule, and stops there.
///
/// `early` lists the waits that end before anybody notifies.
///
/// # Errors
/// If a thread is to move that cannot, or nobody is left to move.
pub fn play(model: &Model, schedule: &[ThreadNumber], early: &[Early]) -> Result<Trace, PlayError> {
    let mut turns = schedule.iter().copied();
    let trace = traced(model, early, |made, can_move| {
        let Some(thread) = turns.next() else { return Ok(None) };
        if can_move.contains(&thread) {
            return Ok(Some(thread));
        }
        Err(PlayError::CannotMove { turn: made + 1, thread, can_move: can_move.to_vec() })
    })?;
    match turns.len() {
        0 => Ok(trace),
        left => Err(PlayError::OverBefore { turns: schedule.len() - left }),
    }
}

/// As [`play`], and then goes on to the end without a preemption: each thread moves as long as it can, and
/// then the one with the lowest number that can.
///
/// # Errors
/// As [`play`].
pub fn finish(model: &Model, schedule: &[ThreadNumber], early: &[Early]) -> Result<Trace, PlayError> {
    let mut turns = schedule.iter().copied();
    let mut last = schedule.last().copied().unwrap_or(0);
    traced(model, early, |made, can_move| {
        let thread = match turns.next() {
            Some(thread) if !can_move.contains(&thread) => {
                return Err(PlayError::CannotMove { turn: made + 1, thread, can_move: can_move.to_vec() });
            }
            Some(thread) => thread,
            None if can_move.contains(&last) => last,
            None => can_move[0],
        };
        last = thread;
        Ok(Some(thread))
    })
}

/// Asks `choose` before each turn, with the number of turns made and who can move, until it says `None` or
/// the run is over, and makes a trace of it.
fn traced(
    model: &Model,
    early: &[Early],
    mut choose: impl FnMut(usize, &[ThreadNumber]) -> Result<Option<ThreadNumber>, PlayError>,
) -> Result<Trace, PlayError> {
    let choose = |_: &Run, made: usize, can_move: &[ThreadNumber]| choose(made, can_move);
    let (run, can_move) = game(model, early, Arc::default(), unlocking(model, early), choose)?;
    let mut sources = Sources::new();
    let mut trace = run.trace(&mut sources);
    if !can_move.is_empty() {
        let about_to = |&thread: &ThreadNumber| {
            let at = run.place_of(thread);
            let line = sources.line(&at).unwrap_or_default();
            (thread, format!("{at}  {line}").trim_end().to_owned())
        };
        trace.ending = Ending::Unfinished { can_move: can_move.iter().map(about_to).collect() };
    }
    Ok(trace)
}

/// Whether to give a lock back takes a turn in this scenario: whether locks are tried in it, as far as a run without
/// preemptions shows.
pub(crate) fn unlocking(model: &Model, early: &[Early]) -> Unlocking {
    let mut last = 0;
    let choose = |_: &Run, _, can_move: &[ThreadNumber]| {
        last = if can_move.contains(&last) { last } else { can_move[0] };
        Ok::<_, Infallible>(Some(last))
    };
    let Ok((run, _)) = game(model, early, Arc::default(), Unlocking::WithTheTurnBefore, choose);
    if tries(&run.trace(&mut Sources::new())) { Unlocking::ATurn } else { Unlocking::WithTheTurnBefore }
}

/// Whether somebody tries to take a lock.
fn tries(trace: &Trace) -> bool {
    let is_try =
        |action: &Action| matches!(action, Action::TryLock(_) | Action::TryRead(_) | Action::TryWrite(_));
    trace.steps.iter().any(|step| is_try(&step.action))
}

/// Asks `choose` before each turn, with the number of turns made and who can move, until it says `None` or
/// the run is over. Returns the run, and who could still move. `chances` collects the waits that could end
/// early.
pub(crate) fn game<E>(
    model: &Model,
    early: &[Early],
    chances: Arc<Mutex<BTreeSet<Early>>>,
    unlocking: Unlocking,
    mut choose: impl FnMut(&Run, usize, &[ThreadNumber]) -> Result<Option<ThreadNumber>, E>,
) -> Result<(Arc<Run>, Vec<ThreadNumber>), E> {
    let board = Arc::new(Board::default());
    let rules = Rules { early: early.to_vec(), max_steps: model.step_limit(), ..Rules::default() };
    let engine = PlayedEngine { board: Arc::clone(&board), unlocking };
    let run = Run::new(model, Box::new(engine), rules, chances);

    board.seat(0);
    let (main, scenario, seats) = (Arc::clone(&run), model.scenario(), Arc::clone(&board));
    std::thread::Builder::new()
        .name("main".to_owned())
        .spawn(move || {
            seats.sit_down(0);
            main.main(&*scenario);
            seats.leave();
        })
        .expect("the operating system has a thread to give");

    let mut turns = 0;
    // Whoever is still in front of an operation when this returns waits there for good: nobody is unwound.
    while board.settle() {
        let can_move = run.movable();
        match choose(&run, turns, &can_move)? {
            Some(thread) => board.move_on(thread),
            None => return Ok((run, can_move)),
        }
        turns += 1;
    }
    Ok((run, Vec::new()))
}

/// The schedule that leads through a trace: played, it makes the same steps, as long as the trace needs no
/// value that a sequentially consistent memory does not show.
pub fn schedule_of(trace: &Trace) -> Vec<ThreadNumber> {
    // Giving way is written down before its turn, so one that is the last step of a livelock has had none.
    let last = trace.steps.len().saturating_sub(1);
    let had_its_turn = |index: usize, action: &Action| index < last || !matches!(action, Action::Yield);
    let unlocking = if tries(trace) { Unlocking::ATurn } else { Unlocking::WithTheTurnBefore };
    let is_a_turn = |action: &Action| is_a_turn(action, unlocking);
    let turns =
        trace.steps.iter().enumerate().filter(|(i, s)| is_a_turn(&s.action) && had_its_turn(*i, &s.action));
    turns.map(|(_, step)| step.thread).collect()
}

/// Whether a step has a turn of its own: see "What a turn is" in the crate's documentation.
fn is_a_turn(action: &Action, unlocking: Unlocking) -> bool {
    match action {
        Action::Unlock | Action::Release => unlocking == Unlocking::ATurn,
        Action::Spawn(_)
        | Action::JoinBlocked(_)
        | Action::Finish
        | Action::Panic(_)
        | Action::Catch
        | Action::LockBlocked(_)
        | Action::ReadBlocked
        | Action::WriteBlocked
        | Action::Fence(_)
        | Action::CellRead
        | Action::CellWrite
        | Action::Clock { .. } => false,
        // One that ends early was not in front of its gate.
        Action::Woken(why) | Action::Unparked(why) => *why == Wake::Notified,
        _ => true,
    }
}
