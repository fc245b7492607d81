//! Judges one of the answers that come with the exercises, as a learner's own would be: `judge lock-1/starter`
//! prints the judgement as one line of JSON.
//!
//! A program of its own, since a limit on processor time counts what the whole process uses, and since a
//! wrong answer may leave threads behind that never end.

#![allow(clippy::duplicate_mod, reason = "the checks of an exercise are mounted beside each of its answers")]
#![allow(clippy::single_range_in_vec_init, reason = "what is cut up into ranges begins as a list of one")]

use std::process::ExitCode;

/// Puts the checks of an exercise around an answer.
type Make = fn() -> learn::Exercise;

include!(concat!(env!("OUT_DIR"), "/answers.rs"));

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let answers = all();
    let Some((_, exercise)) = answers.iter().find(|(known, _)| *known == name) else {
        eprintln!("`{name}` is no answer; there are:");
        for (known, _) in answers {
            eprintln!("  {known}");
        }
        return learn::program::Exit::Usage.into();
    };
    let judgement = learn::judge(&exercise());
    println!("{}", serde_json::to_string(&judgement).expect("a judgement is plain data"));
    ExitCode::SUCCESS
}
