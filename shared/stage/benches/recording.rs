//! What it costs to write down what the workers do: `cargo bench -p stage`.
//!
//! In a default run it costs so little that two long runs, one with recording and one without, differ more by chance.
//! So it is measured where it weighs most: in runs of very many pieces of a single pixel, in processor time, on one
//! thread. What recording adds there, divided by the number of spans, is the cost of a span. That times the spans of a
//! default run, as if one worker had to pay for all of them, is compared with how long a default run takes at its best.
//!
//! Every number is a median of many, given with the range that the true median is in (19 times of 20), and the answer
//! uses the unkind end of that range. If that is too much, the benchmark fails.
//!
//! Whole runs are compared all the same, to see that nothing was overlooked that costs a lot. On a machine that has
//! other things to do the ranges are wide there, and say little.

use std::fmt;
use std::process::ExitCode;
use std::sync::Mutex;

use cpu_time::ProcessTime;
use fractal::{Grid, GridError, Image};
use stage::{Canvas, Lesson, Performance, Recording, Settings, Show, Stop, Stopped, perform};

/// What recording may cost.
const MOST_PERCENT: f64 = 2.0;
/// Rows of the picture of tiny pieces: one column, a piece a row.
const TINY: usize = 20_000;
/// How many times two runs of tiny pieces take turns.
const TINY_PAIRS: usize = 101;
/// How many times two default runs take turns.
const WHOLE_PAIRS: usize = 15;

fn main() -> Result<ExitCode, GridError> {
    let mut exit = ExitCode::SUCCESS;
    let mut tiny = Setting::of(Settings {
        grid: Grid::new(TINY, 1)?,
        piece_rows: 1,
        threads: 1,
        ..Settings::of(&Lesson::PLAIN)
    })?;
    let mut whole = Setting::of(Settings::of(&Lesson::PLAIN))?;
    for (name, recording) in [("what every run records", Recording::TOTALS), ("all of it", Recording::FULL)] {
        let span =
            tiny.pairs(recording, TINY_PAIRS, |off, on| 1e9 * (on.processor - off.processor) / on.spans);
        let (walls, spans) = whole.at_best(recording);
        let share = |nanoseconds: f64| 100.0 * spans * nanoseconds / 1e9 / walls;
        println!("{name}:");
        println!("  a span costs {span} ns of processor time");
        println!("  a default run has {spans} spans and takes {:.1} ms", 1e3 * walls);
        println!("  so recording costs {:.3} %, and at most {:.3} %", share(span.median), share(span.upper));
        if share(span.upper) < MOST_PERCENT {
            println!("  less than {MOST_PERCENT} %? yes");
        } else {
            println!("  less than {MOST_PERCENT} %? NO");
            exit = ExitCode::FAILURE;
        }
        let wall = whole.pairs(recording, WHOLE_PAIRS, |off, on| 100.0 * (on.wall / off.wall - 1.0));
        println!("  whole runs take longer by {wall} % with it than without");
    }
    Ok(exit)
}

/// Workers claim a piece under a lock and compute it, until there is none.
fn claimed(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        while let Some(mut piece) = worker.waiting("lock", || pieces.lock().expect("no panics").next()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    })
}

/// Seconds that a run took, and how much there was to write down.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    processor: f64,
    spans: f64,
}

/// What is drawn again and again.
struct Setting {
    settings: Settings,
    image: Image,
}

impl Setting {
    fn of(settings: Settings) -> Result<Setting, GridError> {
        let image = Image::poisoned(&settings.grid)?;
        let mut setting = Setting { settings, image };
        // The first run touches memory that later ones find touched.
        setting.run(Recording::OFF);
        Ok(setting)
    }

    fn run(&mut self, recording: Recording) -> Cost {
        let settings = Settings { recording, ..self.settings.clone() };
        let before = ProcessTime::now();
        let Performance { wall, workers, .. } = perform(claimed, &mut self.image, &settings, &Stop::new());
        let processor = before.elapsed().as_secs_f64();
        let waits = workers.iter().flat_map(|log| &log.waits).map(|wait| wait.times).sum::<u64>();
        let pieces = workers.iter().map(|log| log.pieces).sum::<u64>();
        Cost { wall: wall.as_secs_f64(), processor, spans: (pieces + waits) as f64 }
    }

    /// Has two runs, one without recording and one with it, take turns, and says by how much they differ.
    fn pairs(&mut self, recording: Recording, pairs: usize, difference: fn(Cost, Cost) -> f64) -> Median {
        let differences = (0..pairs).map(|pair| {
            // Who goes first takes turns as well.
            if pair % 2 == 0 {
                let off = self.run(Recording::OFF);
                difference(off, self.run(recording))
            } else {
                let on = self.run(recording);
                difference(self.run(Recording::OFF), on)
            }
        });
        Median::of(differences.collect())
    }

    /// The shortest of some runs, in seconds, and how many spans one has.
    fn at_best(&mut self, recording: Recording) -> (f64, f64) {
        let runs: Vec<Cost> = (0..WHOLE_PAIRS).map(|_| self.run(recording)).collect();
        let wall = runs.iter().map(|cost| cost.wall).fold(f64::INFINITY, f64::min);
        let spans = runs.iter().map(|cost| cost.spans).fold(0.0, f64::max);
        (wall, spans)
    }
}

/// The middle of many values, and the range that the true median is in.
struct Median {
    lower: f64,
    median: f64,
    upper: f64,
}

impl Median {
    fn of(mut values: Vec<f64>) -> Median {
        values.sort_unstable_by(f64::total_cmp);
        // How many of n values lie below the true median is binomial: n / 2, give or take the root of n.
        let (middle, spread) = (values.len() / 2, (values.len() as f64).sqrt().ceil() as usize);
        Median { lower: values[middle - spread], median: values[middle], upper: values[middle + spread] }
    }
}

impl fmt::Display for Median {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ({:.2} to {:.2})", self.median, self.lower, self.upper)
    }
}
