//! All the runs of one program: serial, ideal, and each variant, as often as was asked.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fractal::{GridError, Image};

use crate::cli::{ColorBy, Options};
use crate::growing::Growing;
use crate::lesson::{Draw, Lesson, Variant};
use crate::live;
use crate::log::Recording;
use crate::mishap::Onset;
use crate::panics;
use crate::perform::{self, Performance, perform_watched};
use crate::picture::Screen;
use crate::progress;
use crate::report::{Check, Report, Shown, Yardstick};
use crate::settings::Settings;
use crate::show::Seen;
use crate::stop::{Fault, Stop};
use crate::ticker::Ticker;

/// What ended a session before its time.
#[derive(Debug)]
pub(crate) enum Cut {
    /// A worker failed.
    Fault { run: &'static str, fault: Box<Fault> },
    /// Somebody interrupted this run, or came after it and before the next. What it has drawn is in the session's
    /// image.
    Interrupted { run: &'static str, performance: Box<Performance> },
}

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// To be compared with.
    Comparison,
    /// To be shown.
    Variant,
}

/// The images and counters that all runs share.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    options: &'a Options,
    stop: Stop,
    /// Work done in the current run, in rows times iterations.
    done: Arc<AtomicU64>,
    /// What the serial run drew, if there is one.
    reference: Option<Image>,
    /// What the last run drew.
    pub(crate) image: Image,
    /// Which run that was; none before the first.
    drawn_by: Option<&'static str>,
    /// Of how many iterations that is.
    pub(crate) iterations: i32,
}

impl<'a> Session<'a> {
    /// Takes the memory, and touches all of it, so that no run pays for that.
    pub(crate) fn new(options: &'a Options, stop: Stop) -> Result<Session<'a>, GridError> {
        let reference = (!options.arguments.alone).then(|| Image::poisoned(&options.grid)).transpose()?;
        let image = Image::poisoned(&options.grid)?;
        let iterations = options.grid.iterations();
        Ok(Session { options, stop, done: Arc::default(), reference, image, drawn_by: None, iterations })
    }

    /// Runs everything. The runs to be compared take turns, so that a machine that grows slower meanwhile is
    /// equally unkind to each.
    pub(crate) fn perform_all(&mut self, lesson: &'a Lesson) -> Result<Report<'a>, Cut> {
        let (mut serial, mut ideal) = (Vec::new(), Vec::new());
        let variants = self.options.variants;
        let mut runs: Vec<Vec<Performance>> = variants.iter().map(|_| Vec::new()).collect();
        let mut checks = vec![Check::Unchecked; variants.len()];
        for _ in 0..self.options.arguments.repeat {
            if !self.options.arguments.alone {
                serial.push(self.perform_serial()?.wall);
                ideal.push(self.perform_one("ideal run", perform::ideal, Role::Comparison)?.wall);
            }
            for ((variant, runs), check) in variants.iter().zip(&mut runs).zip(&mut checks) {
                runs.push(self.perform_variant(variant)?);
                // Once wrong, always wrong.
                if !matches!(check, Check::Wrong(_)) {
                    *check = self.check();
                }
            }
        }
        let shown = variants
            .iter()
            .zip(runs)
            .zip(checks)
            .map(|((variant, runs), check)| Shown { variant, run: median_run(runs), check })
            .collect();
        let yardstick = median(serial).zip(median(ideal)).map(|(serial, ideal)| Yardstick { serial, ideal });
        Ok(Report { lesson, options: self.options, yardstick, shown })
    }

    fn perform_serial(&mut self) -> Result<Performance, Cut> {
        let before = self.drawn_by;
        let performance = self.perform_one("serial run", perform::serial, Role::Comparison)?;
        if let Some(reference) = &mut self.reference {
            std::mem::swap(reference, &mut self.image);
            self.drawn_by = before;
        }
        Ok(performance)
    }

    fn perform_variant(&mut self, variant: &'static Variant) -> Result<Performance, Cut> {
        self.perform_one(variant.name, variant.draw, Role::Variant)
    }

    /// Runs once into `self.image`.
    fn perform_one(&mut self, run: &'static str, draw: Draw, role: Role) -> Result<Performance, Cut> {
        if self.stop.is_asked() {
            // Between two runs: what the last one drew is what there is, and this one has drawn nothing.
            let run = self.drawn_by.unwrap_or(run);
            return Err(Cut::Interrupted { run, performance: Box::new(Performance::empty(Ok(()))) });
        }
        let settings = self.settings(role);
        self.image.poison();
        self.drawn_by = Some(run);
        // Relaxed: the threads that raise it are started after this.
        self.done.store(0, Ordering::Relaxed);
        let (seen, ticker) = self.seen(run, role);
        let performance =
            panics::while_quiet(|| perform_watched(draw, &mut self.image, &settings, &self.stop, &seen));
        drop(ticker);
        self.iterations = performance.as_of.unwrap_or(self.options.grid.iterations());
        for panic in panics::claim_rest() {
            // Somebody caught it, or nobody joined the thread; there may be nobody to read this, either.
            let _ = writeln!(io::stderr(), "{panic}");
        }
        if let Some(fault) = self.stop.first_fault() {
            Err(Cut::Fault { run, fault: Box::new(fault) })
        } else if self.stop.is_asked() {
            Err(Cut::Interrupted { run, performance: Box::new(performance) })
        } else {
            Ok(performance)
        }
    }

    fn settings(&self, role: Role) -> Settings {
        let (options, arguments) = (self.options, &self.options.arguments);
        let of_variant = |piece: Option<usize>| piece.filter(|_| role == Role::Variant);
        Settings {
            grid: options.grid.clone(),
            piece_rows: arguments.piece_rows,
            threads: options.threads,
            recording: Recording {
                totals: true,
                spans: arguments.timeline.is_some(),
                rows: arguments.color_by != ColorBy::Count,
            },
            fail_at: of_variant(arguments.fail_at),
            interrupt_at: of_variant(arguments.interrupt_at),
            onset: if arguments.hold { Onset::OthersRest } else { Onset::AtOnce },
            choices: options.choices.clone(),
        }
    }

    /// What is shown of a run while it goes on, and what shows it until it is dropped, if anything does.
    fn seen(&self, run: &'static str, role: Role) -> (Seen, Option<Ticker>) {
        let (arguments, grid, done) = (&self.options.arguments, &self.options.grid, &self.done);
        let total = grid.rows() as u64 * u64::from(grid.iterations().unsigned_abs());
        let growing = (arguments.live && role == Role::Variant)
            .then(|| Arc::new(Growing::new(grid, live::room(&Screen::of_stdout()))));
        let ticker = match &growing {
            Some(growing) => live::show(run, self.options, growing, total, done),
            None if arguments.quiet || !progress::is_seen() => None,
            None => progress::show(run, total, done),
        };
        (Seen { done: Arc::clone(done), growing }, ticker)
    }

    fn check(&self) -> Check {
        match &self.reference {
            Some(reference) if !self.options.arguments.no_check => {
                let difference = if self.iterations == self.options.grid.iterations() {
                    self.image.first_difference(reference)
                } else {
                    self.image.first_difference_as_of(reference, self.iterations)
                };
                difference.map_or(Check::Right, Check::Wrong)
            }
            _ => Check::Unchecked,
        }
    }
}

/// The median of times, if there are any.
fn median(mut times: Vec<Duration>) -> Option<Duration> {
    times.sort_unstable();
    times.get(times.len().saturating_sub(1) / 2).copied()
}

/// The run whose length is the median: the shorter of the middle two where there are two.
fn median_run(mut runs: Vec<Performance>) -> Performance {
    runs.sort_by_key(|run| run.wall);
    runs.swap_remove((runs.len() - 1) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::finished_rows;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn an_interruption_between_two_runs_is_one_of_the_run_whose_picture_there_is() {
        let variants = &[Variant { name: "one", about: "By one thread", draw: perform::serial }];
        let lesson = Lesson { name: "toy", about: "Nothing", variants, ..Lesson::PLAIN };
        let options = crate::cli::parse(&lesson, ["toy", "--size", "4x3", "--quiet"]).expect("options");
        let interrupted_before = |run: usize| {
            let mut session = Session::new(&options, Stop::new()).expect("it is small");
            for next in 0.. {
                if next == run {
                    session.stop.interrupt();
                }
                let cut = match next % 3 {
                    0 => session.perform_serial(),
                    1 => session.perform_one("ideal run", perform::ideal, Role::Comparison),
                    _ => session.perform_variant(&options.variants[0]),
                };
                if let Err(Cut::Interrupted { run, .. }) = cut {
                    return (run, finished_rows(&session.image));
                }
            }
            unreachable!("it is interrupted")
        };
        let told = [0, 1, 2, 3, 4].map(interrupted_before);
        let expected = [("serial run", 0), ("ideal run", 0), ("ideal run", 4), ("one", 4), ("one", 4)];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_median_is_a_run_that_was_made() {
        assert_eq!(median(vec![3 * MS, MS, 2 * MS]), Some(2 * MS));
        assert_eq!(median(vec![4 * MS, MS, 3 * MS, 2 * MS]), Some(2 * MS));
        assert_eq!(median(Vec::new()), None);
        let run = |wall| Performance { wall, ..Performance::empty(Ok(())) };
        assert_eq!(median_run(vec![run(9 * MS), run(MS), run(5 * MS)]).wall, 5 * MS);
    }
}
