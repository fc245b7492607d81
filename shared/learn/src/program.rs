//! The program around an answer.

use std::io::Write as _;
use std::process::ExitCode;

use crate::exercise::Exercise;
use crate::judge::judge;
use crate::judgement::Judgement;

/// What the program of an answer says by its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// The answer passes, or there was nothing to judge.
    Passed = 0,
    /// The answer fails.
    Failed = 1,
    /// What was asked for does not exist, or cannot be done.
    Usage = 2,
    /// The answer does not compile.
    DoesNotCompile = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// The whole program of an answer: judges it and prints the judgement, with `--json` as one line of JSON.
/// Threads that do not end are left to the end of the process.
#[must_use]
pub fn main_of(exercise: Exercise) -> ExitCode {
    let judgement = judge(&exercise);
    let text = if std::env::args().skip(1).any(|argument| argument == "--json") {
        serde_json::to_string(&judgement).expect("a judgement is plain data") + "\n"
    } else {
        judgement.to_string()
    };
    // Who closes the pipe has read enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
    match judgement {
        Judgement::Passed(_) => Exit::Passed.into(),
        Judgement::Failed(_) => Exit::Failed.into(),
    }
}
