//! The failure that the checked world shows has the fewest preemptions: here every schedule with fewer is
//! played, none left out because it comes to the same as another.
//!
//! Played memory is sequentially consistent, and races on plain memory are not seen in it. What fails only by
//! an old value or by a race is left out, since played it never fails.

use std::ops::ControlFlow;

use sync_checked::{apart, check};
use sync_played::every_schedule;
use sync_played::sync::{Bound, Model};
use sync_played::trace::Ending;

#[path = "../../../checked/tests/broken/programs/mod.rs"]
mod programs;
mod random;

/// Whether the scenario fails with so many waits that end early and at most so many preemptions.
fn fails(model: &Model, early_wakes: usize, preemptions: usize) -> bool {
    let mut failed = false;
    every_schedule(model, early_wakes, preemptions, |run| {
        failed = matches!(run.ending(), Some(Ending::Failed { .. }));
        if failed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    failed
}

/// How many early wakes the checked world needs for a failure, and how many preemptions then.
fn found(model: &Model) -> (usize, usize) {
    let failure = (0..=model.early_wake_bound()).find_map(|early_wakes| {
        let counterexample = check(&model.clone().early_wakes(early_wakes)).err()?;
        Some((early_wakes, counterexample.trace.preemptions()))
    });
    failure.expect("the program is broken")
}

#[test]
fn of_a_broken_program_the_failure_with_the_fewest_preemptions_is_shown() {
    let by_weak_memory = [
        "assertion_in_a_joined_thread",
        "data_race_on_a_cell",
        "relaxed_publication",
        "two_increments_in_two_steps",
    ];
    for (name, model) in programs::all() {
        let (early_wakes, preemptions) = found(&model);
        if by_weak_memory.contains(&name) {
            assert!(!fails(&model, early_wakes, preemptions), "{name}: left out without need");
            continue;
        }
        assert!(fails(&model, early_wakes, preemptions), "{name}: fails when it is played, too");
        if preemptions > 0 {
            let fewer = fails(&model, early_wakes, preemptions - 1);
            assert!(!fewer, "{name}: fails with fewer than {preemptions} preemptions");
        }
        if let (1.., Bound::AtMost(bound)) = (early_wakes, model.preemption_bound()) {
            let fewer = fails(&model, early_wakes - 1, bound);
            assert!(!fewer, "{name}: fails with fewer than {early_wakes} early wakes");
        }
    }
}

/// With other numbers these would be other programs. Of most of them the first failure that loom comes to has the
/// fewest preemptions anyhow; of some of these it has not.
const RANDOM_PROGRAMS: usize = 60;

/// Half of them, so that the two halves are gone through at the same time.
fn the_fewest_are_found_in_half_of_the_random_programs(second: bool) {
    let mut numbers = random::Numbers::from(4);
    for number in 0..RANDOM_PROGRAMS {
        let program = random::program(&mut numbers);
        if (number % 2 == 1) == second {
            random::the_fewest_are_found(&program);
        }
    }
}

#[test]
fn of_a_random_program_too() {
    apart(concat!(module_path!(), "::of_a_random_program_too"), || {
        the_fewest_are_found_in_half_of_the_random_programs(false);
    });
}

#[test]
fn of_another_random_program_too() {
    apart(concat!(module_path!(), "::of_another_random_program_too"), || {
        the_fewest_are_found_in_half_of_the_random_programs(true);
    });
}
