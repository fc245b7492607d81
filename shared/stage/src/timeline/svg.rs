//! The timeline as a drawing: a lane for each worker, or, where there are many, how many did what.

use std::fmt::{self, Display, Write as _};
use std::time::Duration;

use super::Timeline;
use super::bins::{self, Bin};
use super::marks;
use crate::log::{Doing, Log, Span};
use crate::perform::Performance;
use crate::report::{self, MOST_LINES};

/// Width of the drawing, in its own units, which are pixels if nobody scales it.
const WIDTH: f64 = 1000.0;
/// Where the time axis begins.
pub(super) const LEFT: f64 = 110.0;
/// How long the time axis is; also how many bins there are.
pub(super) const SPAN: usize = 760;
/// Height of the title and the legend.
pub(super) const HEAD: f64 = 84.0;
/// Height of a worker's bar, and from one bar to the next.
const BAR: f64 = 26.0;
const LANE: f64 = 36.0;
/// Height of the folded picture.
const FOLDED: f64 = 240.0;
/// Height of the axis below.
const FOOT: f64 = 52.0;
/// A piece that is at least this wide is set off from the next one.
const WIDE: f64 = 5.0;

/// The three things a worker can be seen doing. Their lightness differs as much as their hue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Computing,
    Waiting,
    Idle,
}

impl State {
    const ALL: [State; 3] = [State::Computing, State::Waiting, State::Idle];

    fn fill(self) -> &'static str {
        match self {
            State::Computing => "#1f4e8c",
            State::Waiting => "url(#hatched)",
            State::Idle => "#e3e6ea",
        }
    }

    fn share(self, bin: &Bin) -> f64 {
        match self {
            State::Computing => bin.computing,
            State::Waiting => bin.waiting,
            State::Idle => bin.idle,
        }
    }
}

pub(super) fn draw(timeline: &Timeline<'_>) -> String {
    let Performance { wall, workers, .. } = timeline.run;
    let folded = workers.len() > MOST_LINES;
    let marks = marks::Rows::of(timeline.run);
    let top = HEAD + marks.height();
    let body = if folded { FOLDED } else { LANE * workers.len() as f64 };
    let bottom = top + body;
    let mut svg = String::new();
    head(&mut svg, timeline, bottom + FOOT, folded);
    grid(&mut svg, *wall, top, bottom);
    if folded {
        fold(&mut svg, workers, *wall, top);
    } else {
        for (place, log) in workers.iter().enumerate() {
            lane(&mut svg, log, *wall, top + LANE * place as f64);
        }
    }
    marks.draw(&mut svg, bottom);
    svg.push_str("</svg>\n");
    svg
}

/// Adds a line to the drawing.
pub(super) fn put(svg: &mut String, line: impl Display) {
    writeln!(svg, "{line}").expect("a string takes all text");
}

fn head(svg: &mut String, timeline: &Timeline<'_>, height: f64, folded: bool) {
    let workers = timeline.run.workers.len();
    let title = format!(
        "{}: {workers} worker{} in {}",
        timeline.name,
        if workers == 1 { "" } else { "s" },
        report::time(timeline.run.wall)
    );
    let title = Escaped(&title);
    put(
        svg,
        format_args!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label="{title}" font-family="system-ui, sans-serif" font-size="13" fill="#1c2530">
<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f6b04e"/><rect width="2" height="6" fill="#c9740e"/></pattern></defs>
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="30" font-size="18" font-weight="600">{title}</text>"##
        ),
    );
    let mut x = 16.0;
    for state in State::ALL {
        let name = match state {
            State::Computing => "computing".to_owned(),
            State::Waiting => waited_on(&timeline.run.workers),
            State::Idle => "idle".to_owned(),
        };
        put(svg, format_args!(r#"<rect x="{x}" y="47" width="22" height="14" fill="{}"/>"#, state.fill()));
        put(svg, format_args!(r#"<text x="{}" y="59">{}</text>"#, x + 28.0, Escaped(&name)));
        x += 28.0 + 7.2 * name.chars().count() as f64 + 24.0;
    }
    if folded {
        let note = "too many workers for a lane each: how many did what";
        put(svg, format_args!(r##"<text x="{x}" y="59" fill="#55606d">{note}</text>"##));
    }
}

/// What the workers waited on, for the legend.
fn waited_on(workers: &[Log]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for wait in workers.iter().flat_map(|log| &log.waits) {
        if !names.contains(&wait.on) {
            names.push(wait.on);
        }
    }
    match &names[..] {
        [] => "waiting".to_owned(),
        [names @ .., last] if !names.is_empty() => format!("waiting on the {} or {last}", names.join(", ")),
        names => format!("waiting on the {}", names[0]),
    }
}

/// The time axis, and lines through all lanes.
fn grid(svg: &mut String, wall: Duration, top: f64, bottom: f64) {
    let whole = wall.as_secs_f64().max(1e-9);
    let step = round_step(whole / 8.0);
    let (unit, scale) = match whole {
        ..1e-3 => ("µs", 1e6),
        ..1.0 => ("ms", 1e3),
        _ => ("s", 1.0),
    };
    let digits = usize::from(step * scale < 0.999) + usize::from(step * scale < 0.0999);
    let mut tick = 0;
    while f64::from(tick) * step <= whole {
        let time = f64::from(tick) * step;
        let x = LEFT + time / whole * SPAN as f64;
        put(
            svg,
            format_args!(
                r##"<path d="M{x:.1} {}V{}" stroke="#c4cad1" stroke-width="1"/><text x="{x:.1}" y="{}" text-anchor="middle">{:.digits$}</text>"##,
                top - 8.0,
                bottom + 4.0,
                bottom + 20.0,
                time * scale,
            ),
        );
        tick += 1;
    }
    let (x, y) = (LEFT + SPAN as f64 / 2.0, bottom + 40.0);
    put(
        svg,
        format_args!(r#"<text x="{x}" y="{y}" text-anchor="middle">time since the start, {unit}</text>"#),
    );
}

/// The smallest of 1, 2, 5, 10, 20, … (and their fractions) that is not below `least`.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0].map(|digit| digit * power).into_iter().find(|&step| step >= least).unwrap_or(10.0 * power)
}

/// A worker's bar. In a bin where it did several things they stand on one another, each as high as its share.
fn lane(svg: &mut String, log: &Log, wall: Duration, top: f64) {
    let bins = bins::of_worker(log, wall, SPAN);
    let told = format!(
        "{}: {} pieces, computing {}, waiting {}, idle {}",
        log.name,
        log.pieces,
        report::time(log.computing),
        report::time(log.waiting()),
        report::time(log.idle())
    );
    put(svg, format_args!("<g><title>{}</title>", Escaped(&told)));
    let middle = top + BAR / 2.0 + 4.5;
    let name = shortened(&log.name);
    let name = Escaped(&name);
    put(svg, format_args!(r#"<text x="{}" y="{middle}" text-anchor="end">{name}</text>"#, LEFT - 10.0));
    areas(svg, &bins, top + BAR, BAR);
    seams(svg, log, wall, top);
    let share = 100.0 * log.computing.as_secs_f64() / wall.as_secs_f64().max(1e-9);
    let x = LEFT + SPAN as f64 + 10.0;
    put(svg, format_args!(r#"<text x="{x}" y="{middle}">{share:.0} % computing</text></g>"#));
}

/// A name that fits before the lanes; the whole one is in the lane's title.
pub(super) fn shortened(name: &str) -> String {
    const MOST: usize = 13;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    name.chars().take(MOST - 1).chain(['…']).collect()
}

/// White lines between a worker's pieces, if most of them are wide enough to be told apart.
fn seams(svg: &mut String, log: &Log, wall: Duration, top: f64) {
    let scale = SPAN as f64 / wall.as_secs_f64().max(1e-9);
    let pieces: Vec<_> = log.spans.iter().filter(|span| matches!(span.doing, Doing::Computing(_))).collect();
    let wide = |span: &&&Span| (span.to.saturating_sub(span.from)).as_secs_f64() * scale >= WIDE;
    let mut path = String::new();
    for span in &pieces {
        let end = LEFT + span.to.as_secs_f64() * scale;
        write!(path, "M{end:.1} {top}v{BAR}").expect("a string takes all text");
    }
    if 2 * pieces.iter().filter(wide).count() > pieces.len() {
        put(svg, format_args!(r##"<path d="{path}" stroke="#fff" stroke-width="1"/>"##));
    }
}

/// How many workers did what, for more workers than there is room for lanes.
fn fold(svg: &mut String, workers: &[Log], wall: Duration, top: f64) {
    let mut bins = bins::of_all(workers, wall, SPAN);
    let there = |bin: &Bin| bin.computing + bin.waiting + bin.idle;
    let most = bins.iter().map(there).fold(1.0, f64::max).ceil();
    for bin in &mut bins {
        *bin = Bin { computing: bin.computing / most, waiting: bin.waiting / most, idle: bin.idle / most };
    }
    areas(svg, &bins, top + FOLDED, FOLDED);
    let x = LEFT - 10.0;
    for (count, y) in [(most, top), (most / 2.0, top + FOLDED / 2.0), (0.0, top + FOLDED)] {
        put(
            svg,
            format_args!(
                r##"<text x="{x}" y="{:.1}" text-anchor="end">{}</text><path d="M{} {y}h{SPAN}" stroke="#1c2530" stroke-opacity="0.25"/>"##,
                y + 4.5,
                (count * 10.0).round() / 10.0,
                LEFT
            ),
        );
    }
    put(
        svg,
        format_args!(
            r#"<text transform="translate(40 {}) rotate(-90)" text-anchor="middle">workers at once</text>"#,
            top + FOLDED / 2.0
        ),
    );
}

/// Bins as columns that stand on `bottom`, of `height` where their shares add up to 1.
fn areas(svg: &mut String, bins: &[Bin], bottom: f64, height: f64) {
    let mut base = vec![0.0; bins.len()];
    for state in State::ALL {
        let mut path = String::new();
        let mut start = 0;
        while start < bins.len() {
            let share = visible(state.share(&bins[start]));
            // Neighbours that look alike are one rectangle.
            let alike =
                |(bin, base_of): (&Bin, &f64)| visible(state.share(bin)) == share && *base_of == base[start];
            let length = bins[start..].iter().zip(&base[start..]).take_while(|&pair| alike(pair)).count();
            if share > 0.0 {
                let (x, y) = (LEFT + start as f64, bottom - (base[start] + share) * height);
                let h = share * height;
                write!(path, "M{x} {y:.2}h{length}v{h:.2}h-{length}z").expect("a string takes all text");
            }
            start += length;
        }
        for (base, bin) in base.iter_mut().zip(bins) {
            *base += visible(state.share(bin));
        }
        if !path.is_empty() {
            let fill = state.fill();
            put(svg, format_args!(r#"<path d="{path}" fill="{fill}" shape-rendering="crispEdges"/>"#));
        }
    }
}

/// A share in steps of a quarter of a unit or so, so that hardly different neighbours become one rectangle.
fn visible(share: f64) -> f64 {
    const STEPS: f64 = 64.0;
    (share * STEPS).round() / STEPS
}

/// Text inside of an element or an attribute.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                '"' => f.write_str("&quot;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}
