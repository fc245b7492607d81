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
    /// No line is wider than 100 columns, or than the width that is asked for (`{judgement:80}`), but for what a message
    /// of the answer's own brings with it.
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
            let bound = match report.preemptions {
                None => "all there are".to_owned(),
                Some(0) => "all without preemptions".to_owned(),
                Some(1) => "all with at most 1 preemption".to_owned(),
                Some(bound) => format!("all with at most {bound} preemptions"),
            };
            let early = match report.early_wakes {
                0 => String::new(),
                1 => ", 1 early wake".to_owned(),
                early => format!(", {early} early wakes"),
            };
            write_item(
                f,
                "holds",
                &format!("{} ({} schedules, {bound}{early})", report.model, report.schedules),
            )?;
        }
        match self.real_runs {
            0 => Ok(()),
            1 => write_item(f, "holds", "under real threads (1 run)"),
            runs => write_item(f, "holds", &format!("under real threads ({runs} runs)")),
        }
    }
}

fn width_of(f: &fmt::Formatter<'_>) -> usize {
    f.width().unwrap_or(table::WIDTH).min(table::WIDTH)
}

/// A line of the list of what was asked, broken where it is too long.
fn write_item(f: &mut fmt::Formatter<'_>, outcome: &str, what: &str) -> fmt::Result {
    let options = textwrap::Options::new(width_of(f)).initial_indent("  ").subsequent_indent("         ");
    writeln!(f, "{}", textwrap::fill(&format!("{outcome}  {what}"), options))
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.before.fmt(f)?;
        write_item(f, "fails", &self.stage.to_string())?;
        writeln!(f)?;
        match &self.counterexample {
            // Its end tells the verdict, the message and the line.
            Some(trace) => f.write_str(&table::render_within(trace, &mut Sources::new(), width_of(f))),
            None => {
                writeln!(
                    f,
                    "{}",
                    textwrap::fill(&format!("{}: {}", self.verdict, self.message), width_of(f))
                )?;
                match &self.at {
                    Some(at) => writeln!(f, "  at {at}"),
                    None => Ok(()),
                }
            }
        }
    }
}
