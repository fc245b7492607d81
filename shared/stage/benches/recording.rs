//! What it costs to write down what the workers do: `cargo bench -p stage`.
//!
//! Two runs take turns, one without recording and one with. The ratio of two neighbours is one measurement, and the
//! median of many is the answer. It is given with the range that the true median is in (19 times of 20), of the wall
//! time and of the processor time. A machine that has other things to do makes the ranges wide, and then the answer is
//! that there is none.

use std::sync::Mutex;

use cpu_time::ProcessTime;
use fractal::{Grid, Image};
use stage::{Canvas, Lesson, Recording, Settings, Show, Stop, Stopped, perform};

/// How many times the two take turns.
const PAIRS: usize = 31;
/// What recording may cost.
const MOST_PERCENT: f64 = 2.0;

fn claimed(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        while let Some(mut piece) = worker.waiting("lock", || pieces.lock().expect("no panics").next()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    })
}

/// Seconds that a run took.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    processor: f64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let grid = Grid::default();
    let mut image = Image::poisoned(&grid)?;
    let threads = std::thread::available_parallelism()?.get();
    let mut run = |recording: Recording| {
        let settings = Settings { grid: grid.clone(), threads, recording, ..Settings::of(&Lesson::PLAIN) };
        let before = ProcessTime::now();
        let wall = perform(claimed, &mut image, &settings, &Stop::new()).wall.as_secs_f64();
        Cost { wall, processor: before.elapsed().as_secs_f64() }
    };

    println!("{} x {} pixels on {threads} threads, {PAIRS} pairs of runs", grid.rows(), grid.columns());
    println!("what recording adds: median (range it is in)");
    run(Recording::OFF);
    for (name, recording) in [("every run", Recording::TOTALS), ("all of it", Recording::FULL)] {
        let pairs: Vec<(Cost, Cost)> = (0..PAIRS)
            .map(|pair| {
                // Who goes first takes turns as well.
                if pair % 2 == 0 {
                    let off = run(Recording::OFF);
                    (off, run(recording))
                } else {
                    let on = run(recording);
                    (run(Recording::OFF), on)
                }
            })
            .collect();
        let wall = Added::new(pairs.iter().map(|(off, on)| on.wall / off.wall));
        let processor = Added::new(pairs.iter().map(|(off, on)| on.processor / off.processor));
        println!("{name}: wall {wall}, processor {processor}");
        if recording == Recording::TOTALS {
            println!(
                "  less than {MOST_PERCENT} %? wall: {}, processor: {}",
                wall.verdict(),
                processor.verdict()
            );
        }
    }
    Ok(())
}

/// What was added, in percent.
struct Added {
    lower: f64,
    median: f64,
    upper: f64,
}

impl Added {
    fn new(ratios: impl Iterator<Item = f64>) -> Added {
        let mut percents: Vec<f64> = ratios.map(|ratio| 100.0 * (ratio - 1.0)).collect();
        percents.sort_unstable_by(f64::total_cmp);
        // How many of n values lie below the true median is binomial: n / 2, give or take the root of n.
        let (middle, spread) = (percents.len() / 2, (percents.len() as f64).sqrt().ceil() as usize);
        Added { lower: percents[middle - spread], median: percents[middle], upper: percents[middle + spread] }
    }

    fn verdict(&self) -> &'static str {
        if self.upper < MOST_PERCENT {
            "yes"
        } else if self.lower >= MOST_PERCENT {
            "NO"
        } else {
            "cannot be told, the machine is not quiet enough"
        }
    }
}

impl std::fmt::Display for Added {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:+.2} % ({:+.2} to {:+.2})", self.median, self.lower, self.upper)
    }
}
