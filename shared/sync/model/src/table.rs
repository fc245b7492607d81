//! A trace for people: a column a thread, a row a step, the source beside it.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use unicode_width::UnicodeWidthStr;

use crate::source::Sources;
use crate::trace::{Action, Ending, Obstacle, Step, Stuck, Switch, ThreadNumber, Trace, Unpark, Wake};

/// How wide a table is, where there is room for it.
pub const WIDTH: usize = 100;
/// What the step's number and the gaps take.
const NUMBER: usize = 4;
const GAP: usize = 2;
/// What the source gets, and how many lines of it at the most.
const SOURCE: usize = 42;
const SOURCE_LINES: usize = 2;
/// How many threads have a column each. More would be too narrow to read: then all of them share one, beside one that
/// says who it is.
const COLUMNS: usize = 5;
const WHO: usize = 10;
/// A run longer than this is shown without its middle.
const LONG: usize = 80;

/// Narrower than this no table is.
const NARROWEST: usize = 50;

/// Renders a trace. It needs no colour to be understood, and no line is wider than [`WIDTH`].
pub fn render(trace: &Trace, sources: &mut Sources) -> String {
    render_within(trace, sources, WIDTH)
}

/// As [`render`], for somewhere that is so many columns wide. Below [`WIDTH`] the threads share a column. There have to
/// be 50, or lines are wider.
pub fn render_within(trace: &Trace, sources: &mut Sources, width: usize) -> String {
    let width = width.clamp(NARROWEST, WIDTH);
    let mut table = Table::new(trace, width);
    let mut text = heading(trace, width);
    text.push_str(&table.titles());
    let rows = what_to_show(&trace.steps);
    for row in rows {
        match row {
            Row::Step(number) => table.step(&mut text, number, sources),
            Row::LeftOut(count) => table.note(&mut text, &format!("… {count} steps left out …")),
            Row::Repeats { period, times } => table.note(
                &mut text,
                &format!("the last {period} steps are made {times} times in all, and so on until the limit"),
            ),
        }
    }
    text.push('\n');
    text.push_str(&ending(trace, sources, width));
    text
}

/// For programs that show tables: prints a text, and says how the program ends. That its reader has closed the pipe is
/// no error: it has seen enough.
pub fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("it cannot be printed: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn heading(trace: &Trace, width: usize) -> String {
    let preemptions = match trace.preemptions() {
        0 => "no preemption".to_owned(),
        1 => "1 preemption".to_owned(),
        n => format!("{n} preemptions"),
    };
    let verdict = match &trace.ending {
        Ending::Passed => "passed".to_owned(),
        Ending::Unfinished { .. } => "unfinished".to_owned(),
        Ending::Failed { verdict, .. } => verdict.to_string(),
    };
    let steps = match trace.steps.len() {
        1 => "1 step".to_owned(),
        n => format!("{n} steps"),
    };
    fill(&format!("{}: {verdict} after {steps}, {preemptions}", trace.model), 0, width) + "\n"
}

enum Row {
    Step(usize),
    LeftOut(usize),
    Repeats { period: usize, times: usize },
}

/// Every step, unless they are many: a run that repeats itself is shown up to its second round, and of any
/// other long run the middle is left out.
fn what_to_show(steps: &[Step]) -> Vec<Row> {
    if steps.len() <= LONG {
        return (0..steps.len()).map(Row::Step).collect();
    }
    if let Some((start, period)) = repetition(steps) {
        let shown = (start + period).min(steps.len());
        let skip = shown.saturating_sub(LONG);
        let mut rows: Vec<Row> = Vec::new();
        if skip > 0 {
            rows.push(Row::LeftOut(skip));
        }
        rows.extend((skip..shown).map(Row::Step));
        rows.push(Row::Repeats { period, times: (steps.len() - start) / period });
        return rows;
    }
    let (first, last) = (LONG / 3, LONG * 2 / 3);
    let mut rows: Vec<Row> = (0..first).map(Row::Step).collect();
    rows.push(Row::LeftOut(steps.len() - first - last));
    rows.extend((steps.len() - last..steps.len()).map(Row::Step));
    rows
}

/// Where the end of a run begins to repeat, and after how many steps.
fn repetition(steps: &[Step]) -> Option<(usize, usize)> {
    let same = |a: &Step, b: &Step| a.thread == b.thread && a.at == b.at && a.action == b.action;
    (1..=steps.len() / 4).find_map(|period| {
        let equal =
            steps.iter().rev().zip(steps.iter().rev().skip(period)).take_while(|(a, b)| same(a, b)).count();
        (equal >= 3 * period).then(|| (steps.len() - equal - period, period))
    })
}

struct Table<'a> {
    trace: &'a Trace,
    width: usize,
    /// One for each thread, or one for who moves and one for what it does.
    widths: Vec<usize>,
    /// How wide the source is.
    source: usize,
    /// The step that was shown last.
    shown: Option<&'a Step>,
}

impl<'a> Table<'a> {
    fn new(trace: &'a Trace, width: usize) -> Table<'a> {
        let threads = trace.threads.len();
        let source = SOURCE * width / WIDTH;
        let room = width - NUMBER - GAP - source;
        let widths = if threads > COLUMNS || width < WIDTH {
            vec![WHO, room - WHO - 2 * GAP]
        } else {
            vec![(room / threads - GAP).min(34); threads]
        };
        Table { trace, width, widths, source, shown: None }
    }

    fn titles(&self) -> String {
        let names: Vec<String> = if self.is_shared() {
            vec!["thread".to_owned(), String::new()]
        } else {
            self.trace.threads.iter().zip(&self.widths).map(|(t, &width)| cut(&t.name, width)).collect()
        };
        let mut text = self.line("step", &names, "source");
        let rule: Vec<String> = self.widths.iter().map(|&width| "─".repeat(width)).collect();
        text.push_str(&self.line("────", &rule, &"─".repeat(self.source)));
        text
    }

    /// Whether the threads share a column.
    fn is_shared(&self) -> bool {
        self.trace.threads.len() > COLUMNS || self.width < WIDTH
    }

    fn line(&self, number: &str, cells: &[String], source: &str) -> String {
        let mut line = pad_left(number, NUMBER);
        for (cell, &width) in cells.iter().zip(&self.widths) {
            line.push_str(&" ".repeat(GAP));
            line.push_str(&pad(cell, width));
        }
        line.push_str(&" ".repeat(GAP));
        line.push_str(source);
        let mut line = line.trim_end().to_owned();
        line.push('\n');
        line
    }

    fn note(&self, text: &mut String, note: &str) {
        text.push_str(&fill(note, NUMBER + GAP, self.width));
    }

    fn step(&mut self, text: &mut String, number: usize, sources: &mut Sources) {
        let step = &self.trace.steps[number];
        if let Switch::Preemption { of } = step.switch {
            let (stopped, goes_on) = (self.name(of), self.name(step.thread));
            self.note(text, &format!("── preemption: {stopped} could go on, but {goes_on} moves ──"));
        }
        let told = tell(self.trace, step);
        let column = if self.is_shared() { 1 } else { step.thread };
        let mut cell = textwrap::wrap(&told, self.widths[column]).into_iter();
        let mut source = self.source(step, sources).into_iter();
        self.shown = Some(step);
        let mut label = (number + 1).to_string();
        loop {
            let (left, right) = (cell.next(), source.next());
            if left.is_none() && right.is_none() {
                break;
            }
            let mut cells = vec![String::new(); self.widths.len()];
            cells[column] = left.unwrap_or_default().into_owned();
            if self.is_shared() && !label.is_empty() {
                cells[0] = cut(self.name(step.thread), WHO);
            }
            text.push_str(&self.line(&label, &cells, &right.unwrap_or_default()));
            label.clear();
        }
    }

    /// The source of a step: its file where that is another one than before, its line's number, its text.
    /// Nothing, where the line is the one above.
    fn source(&self, step: &Step, sources: &mut Sources) -> Vec<String> {
        if matches!(step.action, Action::Finish) || self.shown.is_some_and(|shown| shown.at == step.at) {
            return Vec::new();
        }
        let mut shown = Vec::new();
        if self.shown.is_none_or(|shown| shown.at.file != step.at.file) {
            shown.push(format!("{}:", step.at.file_name()));
        }
        let number = format!("{:>4}  ", step.at.line);
        let code = sources.line(&step.at).unwrap_or_default();
        let code = code.split(" // ").next().unwrap_or_default();
        let indent = " ".repeat(number.len() + 2);
        let options = textwrap::Options::new(self.source).initial_indent(&number).subsequent_indent(&indent);
        let mut lines = textwrap::wrap(code, options);
        if lines.len() > SOURCE_LINES {
            lines.truncate(SOURCE_LINES);
            let last = cut(&lines[SOURCE_LINES - 1], self.source - 2);
            lines[SOURCE_LINES - 1] = format!("{last} …").into();
        }
        shown.extend(lines.into_iter().map(|line| line.into_owned()));
        shown
    }

    fn name(&self, thread: ThreadNumber) -> &'a str {
        &self.trace.threads[thread].name
    }

    fn names(&self, threads: &[ThreadNumber]) -> String {
        threads.iter().map(|&t| self.name(t)).collect::<Vec<_>>().join(", ")
    }
}

/// A step in words, without who made it.
pub fn tell(trace: &Trace, step: &Step) -> String {
    let table = Table::new(trace, WIDTH);
    let name = |thread: ThreadNumber| table.name(thread);
    let object = step.object.map_or("", |o| trace.objects[o].name.as_str());
    let after = step.after.as_deref().unwrap_or("");
    match &step.action {
        Action::Spawn(thread) => format!("starts {}", name(*thread)),
        Action::Join { thread, panicked: false } => format!("joins {}", name(*thread)),
        Action::Join { thread, panicked: true } => format!("joins {}, which panicked", name(*thread)),
        Action::JoinBlocked(thread) => format!("waits for {} to finish", name(*thread)),
        Action::Finish => "finishes".to_owned(),
        Action::Panic(message) => format!("panics: {}", message.lines().collect::<Vec<_>>().join(" ")),
        Action::Catch => "catches the panic".to_owned(),
        Action::Lock => format!("locks {object}"),
        Action::LockBlocked(owner) => format!("wants {object}, which {} holds", name(*owner)),
        Action::TryLock(true) => format!("tries {object} and gets it"),
        Action::TryLock(false) => format!("tries {object}: it is {after}"),
        Action::Unlock => format!("unlocks {object}"),
        Action::Read => format!("read-locks {object} ({after})"),
        Action::ReadBlocked => format!("wants to read {object}, which is taken"),
        Action::Write => format!("write-locks {object}"),
        Action::WriteBlocked => format!("wants to write {object}, which is taken"),
        Action::TryRead(true) => format!("tries to read {object} and gets it"),
        Action::TryWrite(true) => format!("tries to write {object} and gets it"),
        Action::TryRead(false) | Action::TryWrite(false) => format!("tries {object}: it is taken"),
        Action::Release => format!("releases {object} ({after})"),
        Action::Wait { mutex, timed } => {
            let until = if *timed { " until its deadline" } else { "" };
            format!("unlocks {} and waits on {object}{until}", trace.objects[*mutex].name)
        }
        Action::Woken(Wake::Notified) => format!("is woken from {object}"),
        Action::Woken(Wake::Spurious) => format!("wakes from {object} though nobody notified"),
        Action::Woken(Wake::TimedOut) => format!("its wait on {object} times out"),
        Action::NotifyOne(None) => format!("notifies one on {object}: nobody waits"),
        Action::NotifyOne(Some(thread)) => format!("notifies one on {object}: {}", name(*thread)),
        Action::NotifyAll(threads) if threads.is_empty() => format!("notifies all on {object}: nobody waits"),
        Action::NotifyAll(threads) => format!("notifies all on {object}: {}", table.names(threads)),
        Action::Park { timed: false } => "parks".to_owned(),
        Action::Park { timed: true } => "parks until its deadline".to_owned(),
        Action::ParkToken => "parks, and goes on: it was unparked before".to_owned(),
        Action::Unparked(Wake::Notified) => "is unparked".to_owned(),
        Action::Unparked(Wake::Spurious) => "its park returns though nobody unparked".to_owned(),
        Action::Unparked(Wake::TimedOut) => "its park times out".to_owned(),
        Action::Unpark { thread, effect: Unpark::Woke } => format!("unparks {}", name(*thread)),
        Action::Unpark { thread, effect: Unpark::Remembered } => {
            format!("unparks {} in advance", name(*thread))
        }
        Action::Unpark { thread, effect: Unpark::Lost } => format!("unparks {}, in vain", name(*thread)),
        Action::Yield => "gives way".to_owned(),
        Action::Load { value, order } if after.is_empty() => format!("reads {object}: {value} ({order})"),
        Action::Load { value, order } => format!("reads {object}: an old {value}; it is {after} ({order})"),
        Action::Store { value, order } => format!("{object} = {value} ({order})"),
        Action::ReadModifyWrite { name, operand, before, order } => {
            let new = after.trim_start_matches("= ");
            format!("{object}.{name}({operand}): {before} → {new} ({order})")
        }
        Action::CompareExchange { new, found, exchanged: true, order, .. } => {
            format!("exchanges {object}: {found} → {new} ({order})")
        }
        Action::CompareExchange { expected, found, order, .. } => {
            format!("does not exchange {object}: expected {expected}, found {found} ({order})")
        }
        Action::Fence(order) => format!("fence ({order})"),
        Action::CellRead => format!("reads {object}"),
        Action::CellWrite => format!("writes {object}"),
        Action::Clock { passed: true } => "looks at the clock: too late".to_owned(),
        Action::Clock { passed: false } => "looks at the clock: still time".to_owned(),
    }
}

fn ending(trace: &Trace, sources: &mut Sources, width: usize) -> String {
    match &trace.ending {
        Ending::Passed => "Every thread has finished, and every check held.\n".to_owned(),
        Ending::Unfinished { can_move } => {
            let mut text = "The schedule ends here. Who could move next:\n".to_owned();
            for (thread, what) in can_move {
                text.push_str(&fill(
                    &format!("{thread}  {}: {what}", trace.threads[*thread].name),
                    GAP,
                    width,
                ));
            }
            text
        }
        Ending::Failed { verdict, message, at, stuck } => {
            let mut text = fill(&format!("{verdict}: {message}"), 0, width);
            if let Some(at) = at {
                let line = sources.line(at).unwrap_or_default();
                text.push_str(&fill(format!("at {at}  {line}").trim_end(), GAP, width));
            }
            for one in stuck {
                text.push_str(&fill(&tell_stuck(trace, one), GAP, width));
            }
            text
        }
    }
}

fn tell_stuck(trace: &Trace, stuck: &Stuck) -> String {
    let name = |thread: ThreadNumber| trace.threads[thread].name.as_str();
    let object = |number: usize| trace.objects[number].name.as_str();
    let on = match stuck.on {
        Obstacle::Lock { object: o, held_by: Some(owner) } if owner == stuck.thread => {
            format!("wants {}, which it holds itself", object(o))
        }
        Obstacle::Lock { object: o, held_by: Some(owner) } => {
            format!("wants {}, held by {}", object(o), name(owner))
        }
        Obstacle::Lock { object: o, held_by: None } => format!("wants {}, which others share", object(o)),
        Obstacle::Notification { condvar } => format!("waits on {} for a notification", object(condvar)),
        Obstacle::Unpark => "is parked".to_owned(),
        Obstacle::Thread(other) => format!("waits for {} to finish", name(other)),
    };
    let holds: Vec<&str> = stuck.holds.iter().map(|&o| object(o)).collect();
    let holds = if holds.is_empty() { String::new() } else { format!(", and holds {}", holds.join(", ")) };
    format!("{} {on}{holds} ({})", name(stuck.thread), stuck.at)
}

/// Breaks a text into lines that fit, each indented, the later ones a little more.
fn fill(text: &str, indent: usize, width: usize) -> String {
    let (first, later) = (" ".repeat(indent), " ".repeat(indent + GAP));
    let options = textwrap::Options::new(width).initial_indent(&first).subsequent_indent(&later);
    let mut filled = textwrap::fill(text, options);
    filled.push('\n');
    filled
}

fn cut(text: &str, width: usize) -> String {
    let mut cut = String::new();
    for c in text.chars() {
        if cut.width() + 1 > width {
            break;
        }
        cut.push(c);
    }
    cut
}

fn pad(text: &str, width: usize) -> String {
    let mut padded = text.to_owned();
    let missing = width.saturating_sub(text.width());
    let _ = write!(padded, "{}", " ".repeat(missing));
    padded
}

fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}
