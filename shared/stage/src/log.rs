//! What a worker did: totals always, spans and rows when somebody asks for them.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

/// How much is written down of what the workers do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Time computing and waiting, pieces and rows done: what the table of workers shows.
    pub totals: bool,
    /// Every span from when to when, and every mark: what the timeline shows.
    pub spans: bool,
    /// Who drew which pixels when: what `--color-by thread` and `--color-by time` show.
    pub rows: bool,
}

impl Recording {
    /// Nothing at all: what the benchmark compares with.
    pub const OFF: Recording = Recording { totals: false, spans: false, rows: false };
    /// What every run records.
    pub const TOTALS: Recording = Recording { totals: true, spans: false, rows: false };
    /// All that can be recorded.
    pub const FULL: Recording = Recording { totals: true, spans: true, rows: true };
}

impl Default for Recording {
    fn default() -> Recording {
        Recording::TOTALS
    }
}

/// What a worker was doing for a while. What is in no span was neither computing nor waiting: idle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Computing this piece.
    Computing(usize),
    /// Waiting on what this names.
    Waiting(&'static str),
}

/// From when to when a worker did one thing. Times count from the start of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it did.
    pub doing: Doing,
    /// When it began.
    pub from: Duration,
    /// When it ended.
    pub to: Duration,
}

/// How long a worker waited on one thing, in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Wait {
    /// On what.
    pub on: &'static str,
    /// How often.
    pub times: u64,
    /// How long in all.
    #[serde(serialize_with = "as_milliseconds", rename = "ms")]
    pub time: Duration,
}

/// Pixels that a worker drew, and when it had finished them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Their rows.
    pub rows: Range<usize>,
    /// Their columns: as a rule all that the picture has.
    pub columns: Range<usize>,
    /// When they were done, counted from the start of the run.
    pub at: Duration,
}

/// A moment that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What happened.
    pub name: &'static str,
    /// When, counted from the start of the run.
    pub at: Duration,
}

/// A fact that a run has measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What was measured.
    pub name: &'static str,
    /// What came out.
    pub value: String,
}

/// Everything that is known of one worker after a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The worker's place in the order of creation, from 0.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// How many pieces it finished (in passes: how often it finished a turn at a row).
    pub pieces: u64,
    /// How many rows it drew (in passes: how often it advanced one), where parts of a row count as one each.
    pub rows: u64,
    /// Time spent computing.
    pub computing: Duration,
    /// Time spent waiting, by what was waited on, in the order first met.
    pub waits: Vec<Wait>,
    /// When it started, counted from the start of the run.
    pub from: Duration,
    /// When it ended.
    pub to: Duration,
    /// What it did when, in order; empty unless [`Recording::spans`].
    pub spans: Vec<Span>,
    /// What it marked, in order; empty unless [`Recording::spans`].
    pub marks: Vec<Mark>,
    /// Who drew what; empty unless [`Recording::rows`].
    pub drawn: Vec<Drawn>,
}

impl Log {
    /// Time spent waiting on anything.
    #[must_use]
    pub fn waiting(&self) -> Duration {
        self.waits.iter().map(|wait| wait.time).sum()
    }

    /// What is left of its life after computing and waiting.
    #[must_use]
    pub fn idle(&self) -> Duration {
        self.to.saturating_sub(self.from).saturating_sub(self.computing).saturating_sub(self.waiting())
    }

    pub(crate) fn waited(&mut self, on: &'static str, time: Duration) {
        add_waits(&mut self.waits, &[Wait { on, times: 1, time }]);
    }

    /// What all of them waited on, in the order first met.
    pub(crate) fn waits_of_all(logs: &[Log]) -> Vec<Wait> {
        let mut sum = Vec::new();
        logs.iter().for_each(|log| add_waits(&mut sum, &log.waits));
        sum
    }
}

pub(crate) fn as_milliseconds<S: serde::Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(milliseconds(*time))
}

/// Milliseconds to the microsecond, so that JSON stays readable.
pub(crate) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

impl Log {
    /// One log for each name, in the order in which the names first appeared.
    pub(crate) fn merged(mut logs: Vec<Log>) -> Vec<Log> {
        logs.sort_by_key(|log| log.index);
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut merged: Vec<Log> = Vec::new();
        for log in logs {
            match places.get(&log.name) {
                Some(&place) => merged[place].absorb(log),
                None => {
                    places.insert(log.name.clone(), merged.len());
                    merged.push(Log { index: merged.len(), ..log });
                }
            }
        }
        merged
    }

    fn absorb(&mut self, later: Log) {
        self.pieces += later.pieces;
        self.rows += later.rows;
        self.computing += later.computing;
        add_waits(&mut self.waits, &later.waits);
        self.from = self.from.min(later.from);
        self.to = self.to.max(later.to);
        self.spans.extend(later.spans);
        self.marks.extend(later.marks);
        self.drawn.extend(later.drawn);
    }
}

fn add_waits(sum: &mut Vec<Wait>, more: &[Wait]) {
    for wait in more {
        match sum.iter_mut().find(|known| known.on == wait.on) {
            Some(known) => {
                known.times += wait.times;
                known.time += wait.time;
            }
            None => sum.push(*wait),
        }
    }
}
