//! Every run within a bound, one after the other.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Arc;

use parking_lot::Mutex;
use sync_model::Model;
use sync_model::run::{Early, Run};
use sync_model::trace::ThreadNumber;

use crate::engine::Unlocking;
use crate::game::{game, unlocking};

/// A place where the schedule could go on in several ways.
struct Fork {
    /// Who can be given the turn.
    ways: Vec<ThreadNumber>,
    /// Which of them has it in this run.
    taken: usize,
}

/// Plays a scenario by every schedule that has exactly so many waits that end early and at most so many
/// preemptions, and leaves none out because it comes to the same as another: the yardstick for explorers that
/// do. `visit` is given each run when it is over, until it breaks off.
///
/// Turns are what is scheduled and what is counted: it is a preemption to give the turn to another thread
/// while the one that had it could go on. A thread that gives way is not given the turn again before another
/// one has had it, if any can move. The number of schedules grows without mercy, and each takes a fraction of
/// a millisecond: this is for small scenarios and small bounds.
pub fn every_schedule(
    model: &Model,
    early_wakes: usize,
    preemptions: usize,
    mut visit: impl FnMut(&Run) -> ControlFlow<()>,
) {
    let unlocking = unlocking(model, &[]);
    let mut choices: BTreeSet<Vec<Early>> = BTreeSet::from([Vec::new()]);
    for _ in 0..early_wakes {
        let mut next = BTreeSet::new();
        for early in &choices {
            let chances: Arc<Mutex<BTreeSet<Early>>> = Arc::default();
            // It never breaks off.
            let _ = every_run(model, early, preemptions, unlocking, &chances, |_| ControlFlow::Continue(()));
            next.extend(Early::one_more(early, &chances.lock()));
        }
        choices = next;
    }
    for early in &choices {
        if every_run(model, early, preemptions, unlocking, &Arc::default(), &mut visit).is_break() {
            return;
        }
    }
}

/// The runs in which just these waits end early. `chances` collects the others that could.
fn every_run(
    model: &Model,
    early: &[Early],
    preemptions: usize,
    unlocking: Unlocking,
    chances: &Arc<Mutex<BTreeSet<Early>>>,
    mut visit: impl FnMut(&Run) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut forks: Vec<Fork> = Vec::new();
    loop {
        let mut last = 0;
        let mut left = preemptions;
        let played = game(model, early, Arc::clone(chances), unlocking, |run, turn, can_move| {
            let goes_on = can_move.contains(&last) && !run.has_given_way(last);
            if turn == forks.len() {
                forks.push(Fork { ways: ways(can_move, last, goes_on, left), taken: 0 });
            }
            let next = forks[turn].ways[forks[turn].taken];
            if goes_on && next != last {
                left -= 1;
            }
            last = next;
            Ok::<_, Infallible>(Some(next))
        });
        let Ok((run, _)) = played;
        visit(&run)?;
        if !advance(&mut forks) {
            return ControlFlow::Continue(());
        }
    }
}

/// Who can be given the turn after `last`, who can go on or not, with so many preemptions left.
fn ways(can_move: &[ThreadNumber], last: ThreadNumber, goes_on: bool, left: usize) -> Vec<ThreadNumber> {
    match (goes_on, left) {
        (true, 0) => vec![last],
        // Without a preemption first.
        (true, _) => [last].into_iter().chain(can_move.iter().copied().filter(|&t| t != last)).collect(),
        // It cannot, or has given way: then it comes only if it is the only one.
        (false, _) if can_move != [last] => can_move.iter().copied().filter(|&t| t != last).collect(),
        (false, _) => vec![last],
    }
}

/// Takes the next way at the last fork that has one left. Returns whether there was any.
fn advance(forks: &mut Vec<Fork>) -> bool {
    while let Some(fork) = forks.last_mut() {
        fork.taken += 1;
        if fork.taken < fork.ways.len() {
            return true;
        }
        forks.pop();
    }
    false
}
