//! What came of an exploration.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sync_model::source::Sources;
use sync_model::table;
use sync_model::trace::{Ending, Trace};
use sync_model::{Model, Verdict};

use crate::explore::{Explored, expected_to_hold};

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

/// A model did not hold: a schedule that fails. Of all that fail within the model's bounds it is one with the
/// fewest early wakes, and of those one with the fewest preemptions. (With so few early wakes it can also be one
/// with a preemption more than the bound, if none within it fails.)
///
/// To know this, the explorer goes on after schedules that fail with more preemptions than the fewest that are
/// still possible. It stops doing so when a thousand have failed, or if loom itself cannot go on. Then one with
/// the fewest of those that were run is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counterexample {
    /// What is wrong.
    pub verdict: Verdict,
    /// The schedule.
    pub trace: Trace,
    /// How many schedules were run until it was found, and until it was known that none has fewer preemptions.
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

/// So many schedules a lesson's scenario may have. `cargo test` runs all scenarios of all lessons, and a scenario with
/// so many takes about two seconds, on a machine that has nothing else to do.
///
/// It is not a number of seconds, so that what is green on one machine is not red on a slower one.
pub const MOST_SCHEDULES: u64 = 20_000;

/// For tests: checks a model that is expected to hold, prints how many schedules it took, and panics with the table if
/// it fails.
///
/// # Panics
/// If the model does not hold, or has more than [`MOST_SCHEDULES`].
#[track_caller]
pub fn prove(model: &Model) -> Report {
    prove_within(model, MOST_SCHEDULES)
}

/// As [`prove`], with another limit on the number of schedules.
///
/// # Panics
/// If the model does not hold, or has more schedules.
#[track_caller]
pub fn prove_within(model: &Model, most: u64) -> Report {
    match expected_to_hold(model, most) {
        Explored::Holds(report) => {
            println!("{report}");
            report
        }
        Explored::Fails(counterexample) => panic!("\n{counterexample}"),
        Explored::TooLarge => panic!(
            "{}: it has more than {most} schedules, and a test of it would take too long. Make it smaller: fewer \
             threads first, then fewer rounds, then fewer waits that end early. If its promise needs the size, bound \
             its preemptions, and say beside it why that is enough: `.preemptions(Bound::AtMost(2))`, or 1, or 0. The \
             mutants show whether it is still large enough.",
            model.name()
        ),
    }
}
