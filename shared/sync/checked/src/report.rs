//! What came of an exploration.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sync_model::source::Sources;
use sync_model::table;
use sync_model::trace::{Ending, Trace};
use sync_model::{Model, Verdict};

/// A model held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What it promises.
    pub model: String,
    /// How many schedules were run, in all explorations together.
    pub schedules: u64,
    /// Every schedule with at most so many preemptions was run; `None`: with any number.
    pub preemptions: Option<usize>,
    /// How many waits of a run were made to end early, at the most.
    pub early_wakes: usize,
    /// Whether every schedule with so many early wakes was run, however many preemptions it has.
    pub complete: bool,
    /// How long it took.
    pub time: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: holds under {} schedules, ", self.model, self.schedules)?;
        match (self.complete, self.preemptions) {
            (true, _) => write!(f, "complete")?,
            (false, Some(1)) => write!(f, "up to 1 preemption")?,
            (false, Some(n)) => write!(f, "up to {n} preemptions")?,
            (false, None) => write!(f, "any number of preemptions")?,
        }
        match self.early_wakes {
            0 => write!(f, ", no wait ends early")?,
            1 => write!(f, ", up to 1 wait ends early")?,
            n => write!(f, ", up to {n} waits end early")?,
        }
        write!(f, " ({:.2} s)", self.time.as_secs_f64())
    }
}

/// A model did not hold: the first schedule that failed. Of all that fail it is one with the fewest early
/// wakes, and of those one with the fewest preemptions or one more: loom's bound is not sharper than that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counterexample {
    /// What is wrong.
    pub verdict: Verdict,
    /// The schedule.
    pub trace: Trace,
    /// How many schedules were run until it was found.
    pub schedules: u64,
}

impl Counterexample {
    pub(crate) fn new(trace: Trace, schedules: u64) -> Counterexample {
        let verdict = match &trace.ending {
            Ending::Failed { verdict, .. } => *verdict,
            other => panic!("a run that was stopped has failed, but this one ended so: {other:?}"),
        };
        Counterexample { verdict, trace, schedules }
    }

    /// What is wrong, in a sentence.
    pub fn message(&self) -> &str {
        match &self.trace.ending {
            Ending::Failed { message, .. } => message,
            _ => "",
        }
    }
}

impl fmt::Display for Counterexample {
    /// The table: a column a thread, a row a step, the source beside it, and at the end who is stuck.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&table::render(&self.trace, &mut Sources::new()))
    }
}

impl std::error::Error for Counterexample {}

/// For tests: checks a model, prints how many schedules it took, and panics with the table if it fails.
///
/// # Panics
/// If the model does not hold.
#[track_caller]
pub fn prove(model: &Model) {
    match crate::check(model) {
        Ok(report) => println!("{report}"),
        Err(counterexample) => panic!("\n{counterexample}"),
    }
}
