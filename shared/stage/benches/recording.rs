//! What it costs to write down what the workers do: `cargo bench -p stage`.
//!
//! Runs take turns: one without recording, one as every run records, one with all that can be recorded. The ratio of
//! two neighbouring runs is a measurement, and the median of many says what recording costs, however the machine
//! wavers meanwhile.

use std::sync::Mutex;
use std::time::Duration;

use fractal::{Grid, Image};
use stage::{Canvas, Recording, Settings, Show, Stop, Stopped, perform};

/// How many times the three take turns.
const ROUNDS: usize = 41;

fn claimed(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        while let Some(mut piece) = worker.waiting("lock", || pieces.lock().expect("no panics").next()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let grid = Grid::default();
    let mut image = Image::poisoned(&grid)?;
    let threads = std::thread::available_parallelism()?.get();
    let mut run = |recording: Recording| {
        let settings = Settings { grid: grid.clone(), piece_rows: 10, threads, recording, fail_at: None };
        perform(claimed, &mut image, &settings, &Stop::new()).wall
    };

    println!("{ROUNDS} rounds of {} x {} pixels on {threads} threads", grid.rows(), grid.columns());
    run(Recording::OFF);
    for (name, recording) in
        [("totals (every run)", Recording::TOTALS), ("totals, spans and rows", Recording::FULL)]
    {
        let mut ratios: Vec<f64> = (0..ROUNDS)
            .map(|round| {
                // Who goes first takes turns as well.
                let (off, on): (Duration, Duration);
                if round % 2 == 0 {
                    (off, on) = (run(Recording::OFF), run(recording));
                } else {
                    on = run(recording);
                    off = run(Recording::OFF);
                }
                on.as_secs_f64() / off.as_secs_f64()
            })
            .collect();
        ratios.sort_unstable_by(f64::total_cmp);
        let percent = |place: usize| 100.0 * (ratios[place] - 1.0);
        println!(
            "{name:<22}  median {:+.2} %  (quartiles {:+.2} % to {:+.2} %)",
            percent(ROUNDS / 2),
            percent(ROUNDS / 4),
            percent(ROUNDS * 3 / 4)
        );
    }
    Ok(())
}
