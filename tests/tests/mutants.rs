//! Every planted mutant is caught by its model, with the verdict that it declares, and by a schedule with the
//! fewest preemptions. The tests are generated from the lessons' `models/mutants.toml`.

use std::ops::ControlFlow;

use sync_checked::trace::Ending;
use sync_checked::{Counterexample, Verdict, check, sync};
use sync_played::every_schedule;

include!(concat!(env!("OUT_DIR"), "/mutant_tests.rs"));

/// The model must reject the mutant that it is mounted with.
#[track_caller]
#[allow(dead_code, reason = "there may be no mutant")]
fn is_caught(model: &sync::Model, about: &str, verdict: &str) {
    let declared: Verdict = verdict.parse().unwrap_or_else(|error| panic!("it declares a verdict: {error}"));
    match check(model) {
        Ok(report) => panic!("declared {verdict}, and is not caught: {about}\n\n{report}"),
        Err(counterexample) if counterexample.verdict == declared => {
            println!("{about}\n\n{counterexample}");
            none_fails_with_fewer_preemptions(model, &counterexample);
        }
        Err(counterexample) => {
            let gets = counterexample.verdict.name();
            panic!("declared {verdict}, gets {gets}: {about}\n\n{counterexample}")
        }
    }
}

/// So many schedules are played for a mutant, at the most.
#[allow(dead_code, reason = "there may be no mutant")]
const PLAYED: usize = 1000;

/// Plays the schedules that have fewer preemptions. Played memory is sequentially consistent, so a mutant whose
/// orderings are too weak does not fail there anyhow; and who plays may let threads that give way spin in turns
/// for ever, so a livelock does not count.
#[track_caller]
#[allow(dead_code, reason = "there may be no mutant")]
fn none_fails_with_fewer_preemptions(model: &sync::Model, counterexample: &Counterexample) {
    let Some(fewer) = counterexample.trace.preemptions().checked_sub(1) else { return };
    let early_wakes = (0..model.early_wake_bound())
        .find(|&fewer| check(&model.clone().early_wakes(fewer)).is_err())
        .unwrap_or(model.early_wake_bound());
    let mut schedules = 0;
    let mut failed = None;
    every_schedule(model, early_wakes, fewer, |run| {
        schedules += 1;
        failed = run.ending().filter(
            |ending| matches!(ending, Ending::Failed { verdict, .. } if *verdict != Verdict::Livelock),
        );
        let enough = failed.is_some() || schedules == PLAYED;
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(failed, None, "with at most {fewer} preemptions\n{counterexample}");
}
