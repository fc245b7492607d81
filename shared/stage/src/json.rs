//! The report as one JSON document.

use std::path::Path;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::exit::Exit;
use crate::log::{Log, Wait, milliseconds};
use crate::platform;
use crate::report::{Check, Report, Shown};
use crate::stop::Fault;
use crate::usage::Switches;

/// A run that came to its end. Times are in milliseconds.
#[derive(Debug, Serialize)]
pub(crate) struct Document<'a> {
    lesson: &'a str,
    rows: usize,
    columns: usize,
    iterations: i32,
    /// Top, left, bottom, right.
    region: [f64; 4],
    piece_rows: usize,
    pieces: usize,
    threads: usize,
    /// The lesson's own options, and what was chosen.
    options: Map<u64>,
    repeat: usize,
    /// What the runs are compared with, if that was wanted.
    serial_ms: Option<f64>,
    ideal_ms: Option<f64>,
    /// Of this process, all of its runs included, where the system tells.
    peak_memory_bytes: Option<u64>,
    variants: Vec<VariantEntry<'a>>,
    files: Vec<&'a Path>,
    exit_code: u8,
}

/// Names with their values, in this order.
#[derive(Debug)]
struct Map<T>(Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Debug, Serialize)]
struct VariantEntry<'a> {
    name: &'a str,
    /// Of how many iterations its picture is.
    iterations: i32,
    wall_ms: f64,
    /// How many times as long the serial run took.
    speed_up: Option<f64>,
    /// How many times as long as the ideal run it took.
    over_ideal: Option<f64>,
    check: CheckEntry,
    /// How often the processor went from one thread to another, where the system tells.
    switches: Option<Switches>,
    /// The facts that the run has noted.
    notes: Map<&'a str>,
    workers: Vec<WorkerEntry<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
enum CheckEntry {
    Right,
    Unchecked,
    /// `None` is a pixel that was not drawn.
    Wrong {
        row: usize,
        column: usize,
        drawn: Option<i32>,
        expected: Option<i32>,
    },
}

#[derive(Debug, Serialize)]
struct WorkerEntry<'a> {
    name: &'a str,
    pieces: u64,
    rows: u64,
    computing_ms: f64,
    waiting: &'a [Wait],
    idle_ms: f64,
    from_ms: f64,
    to_ms: f64,
}

impl<'a> Document<'a> {
    pub(crate) fn new(report: &'a Report<'_>, files: Vec<&'a Path>, exit: Exit) -> Document<'a> {
        let (grid, arguments) = (&report.options.grid, &report.options.arguments);
        let region = grid.region();
        Document {
            lesson: report.lesson.name,
            rows: grid.rows(),
            columns: grid.columns(),
            iterations: grid.iterations(),
            region: [region.top, region.left, region.bottom, region.right],
            piece_rows: arguments.piece_rows,
            pieces: grid.rows().div_ceil(arguments.piece_rows),
            threads: report.options.threads,
            options: Map(report.options.choices.iter().collect()),
            repeat: arguments.repeat,
            serial_ms: report.yardstick.map(|with| milliseconds(with.serial)),
            ideal_ms: report.yardstick.map(|with| milliseconds(with.ideal)),
            peak_memory_bytes: platform::peak_memory(),
            variants: report.shown.iter().map(|shown| VariantEntry::new(shown, report)).collect(),
            files,
            exit_code: exit.code(),
        }
    }
}

impl<'a> VariantEntry<'a> {
    fn new(shown: &'a Shown, report: &Report<'_>) -> VariantEntry<'a> {
        let wall = shown.run.wall;
        VariantEntry {
            name: shown.variant.name,
            iterations: shown.run.as_of.unwrap_or(report.options.grid.iterations()),
            wall_ms: milliseconds(wall),
            speed_up: report.yardstick.map(|with| ratio(with.serial, wall)),
            over_ideal: report.yardstick.map(|with| ratio(wall, with.ideal)),
            check: CheckEntry::from(&shown.check),
            switches: shown.run.switches,
            notes: Map(shown.run.notes.iter().map(|note| (note.name, &*note.value)).collect()),
            workers: shown.run.workers.iter().map(WorkerEntry::new).collect(),
        }
    }
}

impl From<&Check> for CheckEntry {
    fn from(check: &Check) -> CheckEntry {
        let drawn = |count: Option<i32>| count.filter(|&count| count != fractal::POISON);
        match check {
            Check::Right => CheckEntry::Right,
            Check::Unchecked => CheckEntry::Unchecked,
            Check::Wrong(difference) => CheckEntry::Wrong {
                row: difference.row,
                column: difference.column,
                drawn: drawn(difference.left),
                expected: drawn(difference.right),
            },
        }
    }
}

impl<'a> WorkerEntry<'a> {
    fn new(log: &'a Log) -> WorkerEntry<'a> {
        WorkerEntry {
            name: &log.name,
            pieces: log.pieces,
            rows: log.rows,
            computing_ms: milliseconds(log.computing),
            waiting: &log.waits,
            idle_ms: milliseconds(log.idle()),
            from_ms: milliseconds(log.from),
            to_ms: milliseconds(log.to),
        }
    }
}

/// A run that did not.
#[derive(Debug, Serialize)]
pub(crate) struct Failed<'a> {
    pub(crate) lesson: &'a str,
    pub(crate) error: String,
    /// The worker that failed, if that is what happened.
    pub(crate) fault: Option<&'a Fault>,
    pub(crate) exit_code: u8,
}

fn ratio(of: Duration, to: Duration) -> f64 {
    let ratio = of.as_secs_f64() / to.as_secs_f64().max(1e-9);
    (ratio * 1e3).round() / 1e3
}
