//! Every planted mutant is caught by its model, with the verdict that it declares, and by a schedule with the
//! fewest preemptions. The tests are generated from the lessons' `models/mutants.toml`, one for each lesson; with
//! `--show-output` it shows the table of each mutant.

use std::ops::ControlFlow;

use mutants::Mutant;
use sync_checked::trace::Ending;
use sync_checked::{Counterexample, Verdict, check, sync};
use sync_played::every_schedule;

include!(concat!(env!("OUT_DIR"), "/mutant_tests.rs"));

/// The models of a lesson must reject the mutants that they are mounted with.
#[allow(dead_code, reason = "there may be no mutant")]
fn all_are_caught(lesson: &str) {
    let mut faults = Vec::new();
    for mutant in mutants::all().into_iter().filter(|mutant| mutant.lesson == lesson) {
        println!("{}: {}\n", mutant.name, mutant.about);
        match caught(&mutant) {
            Ok(counterexample) => println!("{counterexample}\n"),
            Err(why) => faults.push(format!("{} ({}): {why}", mutant.name, mutant.about)),
        }
    }
    assert!(faults.is_empty(), "{} of its mutants:\n\n{}", faults.len(), faults.join("\n\n"));
}

/// The model must reject the mutant that it is mounted with, as it declares.
fn caught(mutant: &Mutant) -> Result<Box<Counterexample>, String> {
    let model = (mutant.model)();
    let declared: Verdict =
        mutant.verdict.parse().map_err(|error| format!("it declares a verdict: {error}"))?;
    match check(&model) {
        Ok(report) => Err(format!("declared {}, and is not caught\n{report}", declared.name())),
        Err(counterexample) if counterexample.verdict != declared => {
            let (declared, gets) = (declared.name(), counterexample.verdict.name());
            Err(format!("declared {declared}, gets {gets}\n{counterexample}"))
        }
        Err(counterexample) => {
            none_fails_with_fewer_preemptions(&model, &counterexample)?;
            Ok(counterexample)
        }
    }
}

/// So many schedules are played for a mutant, at the most.
const PLAYED: usize = 300;

/// Plays the schedules that have fewer preemptions. Played memory is sequentially consistent, so a mutant whose
/// orderings are too weak does not fail there anyhow; and who plays may let threads that give way spin in turns
/// for ever, so a livelock does not count.
fn none_fails_with_fewer_preemptions(
    model: &sync::Model,
    counterexample: &Counterexample,
) -> Result<(), String> {
    let Some(fewer) = counterexample.trace.preemptions().checked_sub(1) else { return Ok(()) };
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
    match failed {
        None => Ok(()),
        Some(ending) => {
            Err(format!("with at most {fewer} preemptions there is {ending:?}\n{counterexample}"))
        }
    }
}
