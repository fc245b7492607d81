//! Every planted mutant is caught by its model, with the verdict that it declares. The tests are generated from
//! the lessons' `models/mutants.toml`.

use sync_checked::{check, sync};

include!(concat!(env!("OUT_DIR"), "/mutant_tests.rs"));

/// The model must reject the mutant that it is mounted with.
#[track_caller]
#[allow(dead_code, reason = "there may be no mutant")]
fn is_caught(model: &sync::Model, about: &str, verdict: &str) {
    let declared = verdict.parse().unwrap_or_else(|error| panic!("it declares a verdict: {error}"));
    match check(model) {
        Ok(report) => panic!("{about}\nThe model does not catch it: {report}"),
        Err(counterexample) => {
            println!("{about}\n\n{counterexample}");
            assert_eq!(counterexample.verdict, declared, "\n{about}\n{counterexample}");
        }
    }
}
