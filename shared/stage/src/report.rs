//! What a run prints: the workers, the comparison, the check.

use std::time::Duration;

use fractal::{Difference, Grid};

use crate::cli::Options;
use crate::lesson::{Lesson, Variant};
use crate::log::{Log, Note, Wait};
use crate::perform::Performance;
use crate::table::Align::{Left, Right};
use crate::table::Table;

/// More workers than this are folded into a summary.
pub(crate) const MOST_LINES: usize = 16;

/// Whether the picture is the one that the serial run drew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// Every pixel is.
    Right,
    /// This one is the first that is not: left is what was drawn, right what the serial run drew.
    Wrong(Difference),
    /// Nobody looked, as was asked.
    Unchecked,
}

/// A variant after all of its runs.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) variant: &'static Variant,
    /// The run of median length: its time, and what its workers did.
    pub(crate) run: Performance,
    pub(crate) check: Check,
}

/// How long the runs took that others are compared with: medians.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Yardstick {
    pub(crate) serial: Duration,
    pub(crate) ideal: Duration,
}

/// Everything that is printed.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) lesson: &'a Lesson,
    pub(crate) options: &'a Options,
    /// What the runs are compared with; `None` if that was not wanted.
    pub(crate) yardstick: Option<Yardstick>,
    pub(crate) shown: Vec<Shown>,
}

impl Report<'_> {
    /// The lines below the picture, for a terminal of so many columns. Tables that are wider are cut into narrower
    /// ones, and sentences are broken between words.
    pub(crate) fn text(&self, columns: usize) -> String {
        let prose = |text: &str| fill(text, columns);
        let mut text = prose(&self.title());
        match &self.shown[..] {
            [one] => {
                text += &workers(&one.run, columns);
                text.push('\n');
                text += &prose(&notes(&one.run.notes));
                text += &self.comparison(one.run.wall).text(columns);
                text += &prose(&verdict(one, self.options.grid.iterations()));
            }
            all => {
                text += &self.variants(all).text(columns);
                text += &prose(&(notes_of_all(all) + &self.yardsticks()));
            }
        }
        text
    }

    fn title(&self) -> String {
        let (grid, arguments) = (&self.options.grid, &self.options.arguments);
        let pieces = grid.rows().div_ceil(arguments.piece_rows);
        let name = match &self.shown[..] {
            [one] => one.variant.name,
            _ => "all variants",
        };
        let repeats = match arguments.repeat {
            1 => String::new(),
            repeats => format!(", medians of {repeats}"),
        };
        format!(
            "{}, {name}: {} x {} pixels, {}, {} of {}, {}{repeats}\n{}{}\n",
            self.lesson.name,
            grid.rows(),
            grid.columns(),
            counted(grid.iterations() as usize, "iteration"),
            counted(pieces, "piece"),
            counted(arguments.piece_rows, "row"),
            counted(self.options.threads, "thread"),
            self.choices(),
            self.why_this_size(),
        )
    }

    /// A line that says what the lesson's own options are, if it has any.
    fn choices(&self) -> String {
        let choices = self.options.choices.iter();
        let choices: Vec<String> = choices.map(|(name, value)| format!("--{name} {value}")).collect();
        if choices.is_empty() { String::new() } else { format!("with {}\n", choices.join(", ")) }
    }

    /// A line that explains the size, if it is the lesson that has chosen it.
    fn why_this_size(&self) -> String {
        let (usual, options) = (Grid::default(), self.options);
        match self.lesson.default_grid.filter(|_| options.is_default_size) {
            Some(size) => {
                format!("not the usual {} x {} pixels, because {}\n", usual.rows(), usual.columns(), size.why)
            }
            None => String::new(),
        }
    }

    fn comparison(&self, wall: Duration) -> Table<3> {
        let mut table = Table::new(&[Left, Right, Left]);
        table.row(["this run", &time(wall), ""]);
        if let Some(Yardstick { serial, ideal }) = self.yardstick {
            table.row(["serial", &time(serial), &format!("this run is {} as fast", times(serial, wall))]);
            table.row(["ideal", &time(ideal), &format!("this run takes {} as long", times(wall, ideal))]);
        }
        table
    }

    fn variants(&self, all: &[Shown]) -> Table<7> {
        let mut table = Table::new(&[Left, Right, Right, Right, Right, Right, Left]);
        table.row(["variant", "wall", "speed-up", "over ideal", "computing", "waiting", "checked"]);
        let compared =
            |ratio: &dyn Fn(Yardstick) -> String| self.yardstick.map_or_else(|| "-".to_owned(), ratio);
        for shown in all {
            let run = &shown.run;
            table.row([
                shown.variant.name,
                &time(run.wall),
                &compared(&|with| ratio(with.serial, run.wall)),
                &compared(&|with| ratio(run.wall, with.ideal)),
                &time(run.workers.iter().map(|log| log.computing).sum()),
                &time(run.workers.iter().map(Log::waiting).sum()),
                &match (shown.check, shown.run.as_of) {
                    (Check::Right, None) => "right".to_owned(),
                    (Check::Right, Some(iterations)) => format!("right as of {iterations}"),
                    (Check::Wrong(_), _) => "WRONG".to_owned(),
                    (Check::Unchecked, _) => "unchecked".to_owned(),
                },
            ]);
        }
        table
    }

    /// How long the runs took that all variants are compared with, and an empty line above; nothing if there are none.
    fn yardsticks(&self) -> String {
        let yardstick = self
            .yardstick
            .map(|Yardstick { serial, ideal }| format!("\nserial {}, ideal {}\n", time(serial), time(ideal)));
        yardstick.unwrap_or_default()
    }
}

/// The text with its lines broken between words where they are longer than this.
fn fill(text: &str, columns: usize) -> String {
    text.lines().map(|line| textwrap::fill(line, columns) + "\n").collect()
}

/// What the check has found, in a sentence.
fn verdict(shown: &Shown, asked: i32) -> String {
    match &shown.check {
        Check::Right => match shown.run.as_of {
            None => "checked: every pixel is as the serial run drew it\n".to_owned(),
            Some(iterations) => {
                format!(
                    "checked: every pixel is as the serial run has it after {iterations} of {asked} iterations\n"
                )
            }
        },
        Check::Unchecked => "unchecked\n".to_owned(),
        Check::Wrong(difference) => format!("checked: WRONG, {}\n", pixel(difference)),
    }
}

/// Names the first pixel that is wrong.
pub(crate) fn pixel(Difference { row, column, left, right }: &Difference) -> String {
    let count = |count: &Option<i32>| match count {
        Some(fractal::POISON) | None => "was not drawn".to_owned(),
        Some(count) => format!("is {count}"),
    };
    let expected = right.map_or_else(|| "nothing".to_owned(), |count| count.to_string());
    format!("the first wrong pixel, at row {row}, column {column}, {}; it should be {expected}", count(left))
}

fn workers(run: &Performance, columns: usize) -> String {
    let logs = &run.workers;
    if logs.is_empty() {
        return "nobody asked for a worker\n".to_owned();
    }
    let mut table = Table::new(&[Left, Right, Right, Right, Right, Left]);
    table.row(["worker", "pieces", "computing", "idle", "waiting", "on"]);
    let mut line = |name: &str, pieces: u64, computing, idle, waiting, on: &str| {
        table.row([name, &pieces.to_string(), &time(computing), &time(idle), &time(waiting), on]);
    };
    if logs.len() <= MOST_LINES {
        for log in logs {
            let idle = log.idle();
            line(&log.name, log.pieces, log.computing, idle, log.waiting(), &waits(&log.waits));
        }
        return table.text(columns);
    }
    let (pieces, computing) = (sorted(logs, |log| log.pieces), sorted(logs, |log| log.computing));
    let (idle, waiting) = (sorted(logs, Log::idle), sorted(logs, Log::waiting));
    for (name, place) in [("least", 0), ("median", logs.len() / 2), ("most", logs.len() - 1)] {
        line(name, pieces[place], computing[place], idle[place], waiting[place], "");
    }
    let (pieces, waits) = (pieces.iter().sum(), waits(&Log::waits_of_all(logs)));
    line("all", pieces, computing.iter().sum(), idle.iter().sum(), waiting.iter().sum(), &waits);
    format!("{} workers, each column for itself:\n{}", logs.len(), table.text(columns))
}

/// A line for each fact that was noted, and an empty one below; nothing if there is none.
fn notes(notes: &[Note]) -> String {
    let lines: String = notes.iter().map(|Note { name, value }| format!("{name}: {value}\n")).collect();
    if lines.is_empty() { lines } else { lines + "\n" }
}

/// What each variant has noted, a line a variant, and an empty one above; nothing if nobody has noted anything.
fn notes_of_all(all: &[Shown]) -> String {
    let line = |shown: &Shown| {
        let notes: Vec<String> =
            shown.run.notes.iter().map(|Note { name, value }| format!("{name}: {value}")).collect();
        format!("{}: {}\n", shown.variant.name, notes.join("; "))
    };
    let lines: String = all.iter().filter(|shown| !shown.run.notes.is_empty()).map(line).collect();
    if lines.is_empty() { lines } else { "\n".to_owned() + &lines }
}

fn sorted<T: Ord>(logs: &[Log], of: impl Fn(&Log) -> T) -> Vec<T> {
    let mut values: Vec<T> = logs.iter().map(of).collect();
    values.sort_unstable();
    values
}

fn waits(waits: &[Wait]) -> String {
    match waits {
        [one] => one.on.to_owned(),
        several => {
            let each: Vec<String> =
                several.iter().map(|wait| format!("{} {}", wait.on, time(wait.time))).collect();
            each.join(", ")
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A duration with three digits or so, in the unit that suits it.
pub(crate) fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match time.as_nanos() {
        0 => "0".to_owned(),
        1..1_000_000 => format!("{:.1} µs", seconds * 1e6),
        1_000_000..1_000_000_000 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

fn ratio(of: Duration, to: Duration) -> String {
    format!("{:.2}", of.as_secs_f64() / to.as_secs_f64().max(1e-9))
}

fn times(of: Duration, to: Duration) -> String {
    format!("{} times", ratio(of, to))
}
