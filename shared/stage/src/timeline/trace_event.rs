//! The timeline as Chrome's trace events, which <https://ui.perfetto.dev> opens.

use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;

use super::Timeline;
use crate::log::{Doing, Mark};

/// One event. Times are in microseconds, as the format wants them.
#[derive(Debug, Serialize)]
#[serde(tag = "ph")]
enum Event<'a> {
    /// The name of a process or a thread.
    #[serde(rename = "M")]
    Name { name: &'static str, pid: u32, tid: usize, args: NameOf<'a> },
    /// A span that is complete.
    #[serde(rename = "X")]
    Span { name: String, cat: &'static str, ts: f64, dur: f64, pid: u32, tid: usize },
    /// A moment, drawn across what `s` says.
    #[serde(rename = "i")]
    Instant { name: &'static str, cat: &'static str, ts: f64, pid: u32, tid: usize, s: Scope },
}

/// What a moment belongs to.
#[derive(Debug, Serialize)]
enum Scope {
    #[serde(rename = "p")]
    Process,
    #[serde(rename = "t")]
    Thread,
}

#[derive(Debug, Serialize)]
struct NameOf<'a> {
    name: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Trace<'a> {
    display_time_unit: &'static str,
    trace_events: Vec<Event<'a>>,
}

/// There is only one process in a trace.
const PROCESS: u32 = 1;

pub(super) fn write(timeline: &Timeline<'_>, to: &mut dyn Write) -> io::Result<()> {
    let process =
        Event::Name { name: "process_name", pid: PROCESS, tid: 0, args: NameOf { name: timeline.name } };
    let mut trace_events = vec![process];
    trace_events.extend(timeline.run.marks.iter().map(|mark| instant(mark, 0, Scope::Process)));
    for log in &timeline.run.workers {
        // Thread 0 would be taken for the process's first thread.
        let tid = log.index + 1;
        trace_events.push(Event::Name {
            name: "thread_name",
            pid: PROCESS,
            tid,
            args: NameOf { name: &log.name },
        });
        trace_events.extend(log.spans.iter().map(|span| {
            let (cat, name) = match span.doing {
                Doing::Computing(piece) => ("computing", format!("piece {piece}")),
                Doing::Waiting(on) => ("waiting", format!("waiting: {on}")),
            };
            let (ts, dur) = (microseconds(span.from), microseconds(span.to.saturating_sub(span.from)));
            Event::Span { name, cat, ts, dur, pid: PROCESS, tid }
        }));
        trace_events.extend(log.marks.iter().map(|mark| instant(mark, tid, Scope::Thread)));
    }
    serde_json::to_writer(to, &Trace { display_time_unit: "ms", trace_events })?;
    Ok(())
}

fn instant<'a>(mark: &Mark, tid: usize, s: Scope) -> Event<'a> {
    Event::Instant { name: mark.name, cat: "mark", ts: microseconds(mark.at), pid: PROCESS, tid, s }
}

/// Microseconds to the nanosecond.
fn microseconds(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1e3
}
