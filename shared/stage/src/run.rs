//! The program: from its arguments to its exit code.

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use fractal::{GridError, Image, Paint};

use crate::cli::{self, ColorBy, Options};
use crate::exit::Exit;
use crate::lesson::{Draw, Lesson, Variant};
use crate::log::Recording;
use crate::output::{OutputError, PictureKind};
use crate::perform::{self, Performance, perform_watched};
use crate::picture::{self, ByThread, Screen};
use crate::report::{Check, Report, Shown};
use crate::show::Settings;
use crate::stop::{Fault, Stop};
use crate::{panics, report};

/// Why a program ends without a report.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Grid(#[from] GridError),
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("{variant}: {fault}")]
    Fault { variant: &'static str, fault: Fault },
    #[error("interrupted in the {during}: {finished} of {rows} rows are finished{saved}")]
    Interrupted { during: String, finished: usize, rows: usize, saved: String },
    #[error("cannot listen for Ctrl-C: {0}")]
    Signals(#[from] ctrlc::Error),
    #[error("cannot print: {0}")]
    Print(io::Error),
}

impl Failure {
    fn exit(&self) -> Exit {
        match self {
            Failure::Grid(_) => Exit::Usage,
            Failure::Interrupted { .. } => Exit::Interrupted,
            Failure::Output(_) | Failure::Fault { .. } | Failure::Signals(_) | Failure::Print(_) => {
                Exit::Failure
            }
        }
    }
}

/// Runs a lesson as the command line asks, and reports: all that a lesson's `main` has to do.
#[must_use]
pub fn main(lesson: &Lesson) -> ExitCode {
    let options = match cli::parse(lesson, env::args_os()) {
        Ok(options) => options,
        Err(answer) => {
            // Help that nobody reads to the end is no failure.
            let _ = answer.print();
            let exit = if answer.use_stderr() { Exit::Usage } else { Exit::Success };
            return exit.into();
        }
    };
    panics::install_hook();
    let exit = run(lesson, &options).unwrap_or_else(|failure| {
        // If even this cannot be told, the exit code still says it.
        let _ = writeln!(io::stderr(), "error: {failure}");
        failure.exit()
    });
    exit.into()
}

fn run(lesson: &Lesson, options: &Options) -> Result<Exit, Failure> {
    let stop = Stop::new();
    listen_for_interrupts(&stop)?;
    let arguments = &options.arguments;
    if let Some(out) = &arguments.out {
        out.check()?;
    }
    let mut session = Session::new(options, stop)?;
    let report = session.perform_all(lesson)?;

    let only = &report.shown[0];
    let paint = paint(options, &only.run);
    if let Some(out) = &arguments.out {
        session.save(out, &*paint)?;
    }
    let text = report.text();
    let mut printed = String::new();
    if !arguments.quiet {
        if !arguments.no_picture {
            let screen = Screen::of_stdout();
            let room = screen.room_above(text.lines().count());
            let iterations = options.grid.iterations();
            printed += &fractal::render(&session.image, &*paint, iterations, screen.depth, room);
            printed.push('\n');
        }
        printed += &text;
    }
    match io::stdout().write_all(printed.as_bytes()).and_then(|()| io::stdout().flush()) {
        // Whoever closed the pipe has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written.map_err(Failure::Print)?,
    }
    let mut exit = Exit::Success;
    for shown in &report.shown {
        if let Check::Wrong(difference) = &shown.check {
            let pixel = report::first_wrong_pixel(difference);
            let _ = writeln!(io::stderr(), "error: {}: wrong picture: {pixel}", shown.variant.name);
            exit = Exit::Failure;
        }
    }
    Ok(exit)
}

fn listen_for_interrupts(stop: &Stop) -> Result<(), ctrlc::Error> {
    let stop = stop.clone();
    ctrlc::set_handler(move || {
        if stop.is_interrupted() {
            std::process::exit(Exit::Interrupted.code().into());
        }
        stop.interrupt();
    })
}

fn paint(options: &Options, run: &Performance) -> Box<dyn Paint> {
    let iterations = options.grid.iterations();
    match options.arguments.color_by {
        ColorBy::Count => Box::new(picture::by_count(options.arguments.palette, iterations)),
        ColorBy::Thread => Box::new(ByThread::new(options.grid.rows(), iterations, &run.workers)),
    }
}

/// The images and counters that all runs of one program share.
struct Session<'a> {
    options: &'a Options,
    stop: Stop,
    done: Arc<AtomicU64>,
    reference: Image,
    image: Image,
}

impl<'a> Session<'a> {
    fn new(options: &'a Options, stop: Stop) -> Result<Session<'a>, GridError> {
        let reference = Image::poisoned(&options.grid)?;
        let image = Image::poisoned(&options.grid)?;
        Ok(Session { options, stop, done: Arc::default(), reference, image })
    }

    fn perform_all<'b>(&mut self, lesson: &'b Lesson) -> Result<Report<'b>, Failure>
    where
        'a: 'b,
    {
        let (mut serial, mut ideal) = (Vec::new(), Vec::new());
        let variants = self.options.variants;
        let mut runs: Vec<Vec<Performance>> = variants.iter().map(|_| Vec::new()).collect();
        let mut checks = vec![Check::Unchecked; variants.len()];
        for _ in 0..self.options.arguments.repeat {
            serial.push(self.perform_serial()?.wall);
            ideal.push(self.perform_one("ideal run", perform::ideal, None)?.wall);
            for ((variant, runs), check) in variants.iter().zip(&mut runs).zip(&mut checks) {
                runs.push(self.perform_variant(variant)?);
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
        let (serial, ideal) = (median(serial), median(ideal));
        Ok(Report { lesson, options: self.options, serial, ideal, shown })
    }

    fn perform_serial(&mut self) -> Result<Performance, Failure> {
        std::mem::swap(&mut self.reference, &mut self.image);
        let performance = self.perform_one("serial run", perform::serial, None)?;
        std::mem::swap(&mut self.reference, &mut self.image);
        Ok(performance)
    }

    fn perform_variant(&mut self, variant: &'static Variant) -> Result<Performance, Failure> {
        self.perform_one(variant.name, variant.draw, self.options.arguments.fail_at)
    }

    /// Runs once into `self.image`.
    fn perform_one(
        &mut self,
        name: &'static str,
        draw: Draw,
        fail_at: Option<usize>,
    ) -> Result<Performance, Failure> {
        let arguments = &self.options.arguments;
        let recording = Recording { rows: arguments.color_by == ColorBy::Thread, ..Recording::TOTALS };
        let settings = Settings {
            grid: self.options.grid.clone(),
            piece_rows: arguments.piece_rows,
            threads: self.options.threads,
            recording,
            fail_at,
        };
        self.image.poison();
        let performance =
            panics::while_quiet(|| perform_watched(draw, &mut self.image, &settings, &self.stop, &self.done));
        if let Some(fault) = self.stop.first_fault() {
            return Err(Failure::Fault { variant: name, fault });
        }
        if self.stop.is_asked() {
            return Err(self.interrupted(name, &performance));
        }
        Ok(performance)
    }

    fn check(&self) -> Check {
        if self.options.arguments.no_check {
            return Check::Unchecked;
        }
        self.image.first_difference(&self.reference).map_or(Check::Right, Check::Wrong)
    }

    fn interrupted(&self, name: &str, performance: &Performance) -> Failure {
        let saved = match &self.options.arguments.out {
            Some(out) => match self.save(out, &*paint(self.options, performance)) {
                Ok(()) => format!(", and saved in {}", out.path.display()),
                Err(error) => return error.into(),
            },
            None => String::new(),
        };
        let finished = picture::finished_rows(&self.image);
        Failure::Interrupted { during: name.to_owned(), finished, rows: self.image.rows(), saved }
    }

    fn save(&self, out: &crate::output::Output<PictureKind>, paint: &dyn Paint) -> Result<(), OutputError> {
        out.write(|file| match out.kind {
            PictureKind::Png => fractal::write_png(&self.image, paint, file),
            PictureKind::Npy => Ok(fractal::write_npy(&self.image, file)?),
        })
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) / 2]
}

/// The run whose length is the median: the shorter of the middle two where there are two.
fn median_run(mut runs: Vec<Performance>) -> Performance {
    runs.sort_by_key(|run| run.wall);
    runs.swap_remove((runs.len() - 1) / 2)
}
