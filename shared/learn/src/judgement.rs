//! What came of an answer, as data and for people.

use std::fmt;

use serde::{Deserialize, Serialize};
use sync_checked::Report;
use sync_model::run::Uses;
use sync_model::source::Sources;
use sync_model::trace::Place;
use sync_model::{Trace, Verdict, table};

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "judgement", rename_all = "kebab-case")]
#[must_use]
pub enum Judgement {
    /// It does all that is asked.
    Passed(Passed),
    /// It does not.
    Failed(Box<Failed>),
}

/// What an answer that passes was seen to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// The models, with how far each was explored; those of work at the same time last.
    pub models: Vec<Report>,
    /// How many runs there were under real threads, the picture's included.
    pub real_runs: usize,
    /// What all these used, together.
    pub uses: Uses,
}

/// Why an answer does not pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// In one word.
    pub verdict: Verdict,
    /// What it was doing.
    pub stage: Stage,
    /// In a sentence.
    pub message: String,
    /// The line to blame, if there is one.
    pub at: Option<Place>,
    /// The schedule that failed, if it is known step by step.
    pub counterexample: Option<Trace>,
    /// What was seen before.
    pub before: Passed,
}

/// What is asked of an answer at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Stage {
    /// A scenario, under every schedule.
    Model {
        /// What it promises.
        name: String,
    },
    /// Work under real threads.
    Real {
        /// What it shows.
        name: String,
        /// Which time, from 1.
        run: usize,
        /// How many times in all.
        of: usize,
    },
    /// The picture.
    Picture {
        /// Its height in pixels.
        rows: usize,
        /// Its width in pixels.
        columns: usize,
    },
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stage::Model { name } => write!(f, "model: {name}"),
            Stage::Real { name, run, of } => write!(f, "under real threads, run {run} of {of}: {name}"),
            Stage::Picture { rows, columns } => write!(f, "the picture, {rows} rows x {columns} columns"),
        }
    }
}

impl Judgement {
    /// In one word, if the answer failed.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Judgement::Passed(_) => None,
            Judgement::Failed(failed) => Some(failed.verdict),
        }
    }
}

impl fmt::Display for Judgement {
    /// No line is wider than 100 columns but for what a message of the answer's own brings with it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Judgement::Passed(passed) => passed.fmt(f),
            Judgement::Failed(failed) => failed.fmt(f),
        }
    }
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for report in &self.models {
            write!(f, "  holds  {} ({} schedules, ", report.model, report.schedules)?;
            match report.preemptions {
                None => write!(f, "all there are")?,
                Some(bound) => write!(f, "all with at most {bound} preemptions")?,
            }
            match report.early_wakes {
                0 => writeln!(f, ")")?,
                early => writeln!(f, ", {early} early wakes)")?,
            }
        }
        match self.real_runs {
            0 => Ok(()),
            1 => writeln!(f, "  holds  under real threads (1 run)"),
            runs => writeln!(f, "  holds  under real threads ({runs} runs)"),
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.before.fmt(f)?;
        writeln!(f, "  fails  {}\n", self.stage)?;
        match &self.counterexample {
            // Its end tells the verdict, the message and the line.
            Some(trace) => f.write_str(&table::render(trace, &mut Sources::new())),
            None => {
                writeln!(f, "{}", textwrap::fill(&format!("{}: {}", self.verdict, self.message), 100))?;
                match &self.at {
                    Some(at) => writeln!(f, "  at {at}"),
                    None => Ok(()),
                }
            }
        }
    }
}
