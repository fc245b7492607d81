//! Which explorations are made, in which order.
//!
//! loom explores the schedules of a scenario up to a bound on preemptions. It knows nothing of waits that end
//! early, so for each choice of waits that do, there is one exploration of its own. The order is: fewest early
//! wakes first, then fewest preemptions, so that the failure that is shown is one that a person can follow. A
//! choice with one early wake more is made from those that came before by adding one wait that some schedule
//! was seen to reach.
//!
//! # What loom's bound means
//!
//! loom makes no more choices in a run once it has as many preemptions as the bound, not even where a choice
//! needs none. So its bound of n covers every schedule with *fewer* than n preemptions, and some with n. One of
//! those may fail, and be found first, although another schedule fails with fewer. (Its documentation says
//! nothing of this. The tests of `sync-played` hold it against playing every schedule there is.) Two things
//! follow:
//!
//! - To run every schedule with at most n preemptions, loom's bound has to be n + 1.
//! - When a schedule fails with as many preemptions as loom's bound, it is not known yet whether they are the
//!   fewest. Then the explorations with this bound are made once more, and now they go on after each such
//!   failure: either one comes up that has fewer preemptions, or there is none.

use std::collections::BTreeSet;
use std::time::Instant;

use sync_model::run::Early;
use sync_model::source::Sources;
use sync_model::{Bound, Model};

use crate::exploration::{Failure, Task, past_failures, until_one_fails};
use crate::report::{Counterexample, Report};

/// A complete exploration begins with so many bounds of loom's, from 0: what fails there fails in a way that
/// is easier to follow.
const BOUNDS_BEFORE_NONE: usize = 3;

/// After so many failures beyond what loom's bound covers, the search for one with fewer preemptions is given
/// up: each of them keeps the stacks of its threads until the process ends.
const FAILURES_PASSED: usize = 1000;

/// What came of a scenario that was given so many schedules and no more.
pub(crate) enum Explored {
    /// It holds.
    Holds(Report),
    /// It does not.
    Fails(Box<Counterexample>),
    /// It has more, and held under those that were run.
    TooLarge,
}

/// Runs a scenario under every schedule within the model's bounds.
///
/// Blocks until all have been run or one has failed and none is left that could fail with fewer preemptions.
/// It may be called from several tests at once.
///
/// # Errors
/// A schedule that fails: [`Counterexample`] says which one it is of those that do.
///
/// # Panics
/// If the scenario does not do the same each time it is run under the same schedule.
pub fn check(model: &Model) -> Result<Report, Box<Counterexample>> {
    match explored(model, u64::MAX, &bounds(model.preemption_bound())) {
        Explored::Holds(report) => Ok(report),
        Explored::Fails(counterexample) => Err(counterexample),
        Explored::TooLarge => unreachable!("nobody lives to see so many schedules"),
    }
}

/// As [`check`], for a scenario that is expected to hold: it is explored with the last bound at once, which covers all
/// that the lower ones do. Only if it fails it begins with those, to find a failure that is easy to follow. Gives up
/// when so many schedules have been run, none has failed, and there are more.
pub(crate) fn expected_to_hold(model: &Model, most: u64) -> Explored {
    let bounds = bounds(model.preemption_bound());
    match explored(model, most, &bounds[bounds.len() - 1..]) {
        Explored::Fails(_) => explored(model, u64::MAX, &bounds),
        holds_or_is_too_large => holds_or_is_too_large,
    }
}

fn explored(model: &Model, most: u64, bounds: &[Option<usize>]) -> Explored {
    let began = Instant::now();
    let mut schedules = 0;
    let mut tries = false;

    let mut choices: BTreeSet<Vec<Early>> = BTreeSet::from([Vec::new()]);
    for early_wakes in 0..=model.early_wake_bound() {
        let mut next = BTreeSet::new();
        for (index, &bound) in bounds.iter().enumerate() {
            let last = index + 1 == bounds.len();
            for (passed, early) in choices.iter().enumerate() {
                let mut explored = until_one_fails(&Task { model, early, tries, bound }, most - schedules);
                if explored.tries && !tries {
                    // What was explored before had no tries, and was explored as it should be.
                    tries = true;
                    explored = until_one_fails(&Task { model, early, tries, bound }, most - schedules);
                }
                schedules += explored.schedules;
                if let Some(first) = explored.failure {
                    let first = First { failure: first, tries, bound, passed };
                    let (failure, more) = with_fewest_preemptions(model, &choices, first);
                    let trace = failure.run.trace(&mut Sources::new());
                    return Explored::Fails(Box::new(Counterexample::new(trace, schedules + more)));
                }
                if schedules > most {
                    return Explored::TooLarge;
                }
                if last && early_wakes < model.early_wake_bound() {
                    next.extend(Early::one_more(early, &explored.chances));
                }
            }
        }
        choices = next;
    }

    Explored::Holds(Report {
        model: model.name().to_owned(),
        schedules,
        preemptions: match model.preemption_bound() {
            Bound::Complete => None,
            Bound::AtMost(preemptions) => Some(preemptions),
        },
        early_wakes: model.early_wake_bound(),
        complete: model.preemption_bound() == Bound::Complete,
        time: began.elapsed(),
    })
}

/// The bounds to give to loom, one after the other.
fn bounds(wanted: Bound) -> Vec<Option<usize>> {
    match wanted {
        Bound::AtMost(preemptions) => (0..=preemptions + 1).map(Some).collect(),
        Bound::Complete => (0..BOUNDS_BEFORE_NONE).map(Some).chain([None]).collect(),
    }
}

/// The first failure that was found, and where.
struct First {
    failure: Failure,
    tries: bool,
    /// With which of loom's bounds. Every exploration with a lower one passed.
    bound: Option<usize>,
    /// How many choices of early wakes had passed with this bound.
    passed: usize,
}

/// Of the failures with so many early wakes one with the fewest preemptions, and how many schedules had to be
/// run to know.
fn with_fewest_preemptions(model: &Model, choices: &BTreeSet<Vec<Early>>, first: First) -> (Failure, u64) {
    let mut fewest = first.failure;
    let mut schedules = 0;
    let mut failures = 0;
    let (mut bound, mut passed) = match first.bound {
        Some(bound) => (bound, first.passed),
        None => (BOUNDS_BEFORE_NONE, 0),
    };
    // What has fewer preemptions than the bound has the fewest, since no lower bound let anything fail. So has
    // what has none at all.
    while fewest.preemptions >= bound.max(1) {
        for early in choices.iter().skip(passed) {
            let task = Task { model, early, tries: first.tries, bound: Some(bound) };
            let explored = past_failures(&task, fewest, FAILURES_PASSED - failures);
            schedules += explored.schedules;
            failures += explored.failures;
            fewest = explored.fewest;
            if fewest.preemptions < bound {
                return (fewest, schedules);
            }
        }
        bound += 1;
        passed = 0;
    }
    (fewest, schedules)
}
