//! The program: from its arguments to its exit code.

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use fractal::{GridError, WriteError};

use crate::cli::{self, Options};
use crate::exit::Exit;
use crate::interrupt::Interrupts;
use crate::json::{Document, Failed};
use crate::lesson::Lesson;
use crate::output::{OutputError, PictureKind};
use crate::panics;
use crate::perform::Performance;
use crate::picture::{self, Colours, Screen};
use crate::report::{self, Check, Report};
use crate::session::{Cut, Session};
use crate::stop::{Fault, Stop};
use crate::timeline::Timeline;

/// Why a program ends without a report.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Grid(#[from] GridError),
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("{run}: {fault}")]
    Fault { run: &'static str, fault: Box<Fault> },
    #[error("interrupted ({run}): {} rows are finished{saved}", so_many(*.finished, *.rows))]
    Interrupted { run: &'static str, finished: usize, rows: usize, saved: String },
    #[error("interrupted while saving: nothing was written")]
    SavingInterrupted,
    #[error("cannot listen for Ctrl-C: {0}")]
    Signals(io::Error),
    #[error("cannot print: {0}")]
    Print(io::Error),
}

impl Failure {
    fn exit(&self) -> Exit {
        match self {
            Failure::Grid(_) => Exit::Usage,
            Failure::Interrupted { .. } | Failure::SavingInterrupted => Exit::Interrupted,
            Failure::Output(_) | Failure::Fault { .. } | Failure::Signals(_) | Failure::Print(_) => {
                Exit::Failure
            }
        }
    }

    fn fault(&self) -> Option<&Fault> {
        if let Failure::Fault { fault, .. } = self { Some(fault) } else { None }
    }
}

/// It may have come when everything was drawn, and yet before the program had ended.
fn so_many(finished: usize, rows: usize) -> String {
    if finished == rows { format!("all {rows}") } else { format!("{finished} of {rows}") }
}

/// Runs a lesson as the command line asks, and reports: all that a lesson's `main` has to do.
#[must_use]
pub fn main(lesson: &Lesson) -> ExitCode {
    let options = match cli::parse(lesson, env::args_os()) {
        Ok(options) => options,
        Err(answer) => {
            // Help that nobody reads to its end is no failure.
            let _ = answer.print();
            let exit = if answer.use_stderr() { Exit::Usage } else { Exit::Success };
            return exit.into();
        }
    };
    panics::install_hook();
    let exit = run(lesson, &options).unwrap_or_else(|failure| {
        complain(&failure.to_string());
        if let Some(backtrace) = failure.fault().and_then(|fault| fault.backtrace.as_ref()) {
            let _ = writeln!(io::stderr(), "{backtrace}");
        }
        let exit = failure.exit();
        if options.arguments.json {
            let (error, fault) = (failure.to_string(), failure.fault());
            let failed = Failed { lesson: lesson.name, error, fault, exit_code: exit.code() };
            // The exit code and standard error have said it already.
            let _ = print_json(&failed);
        }
        exit
    });
    exit.into()
}

/// Says an error on standard error. If even that cannot be said, the exit code still tells.
fn complain(error: &str) {
    let _ = writeln!(io::stderr(), "error: {error}");
}

fn run(lesson: &Lesson, options: &Options) -> Result<Exit, Failure> {
    let arguments = &options.arguments;
    let stop = Stop::new();
    let interrupts = Interrupts::listen(&stop).map_err(Failure::Signals)?;
    if let Some(out) = &arguments.out {
        out.check()?;
    }
    if let Some(timeline) = &arguments.timeline {
        timeline.check()?;
    }
    let mut session = Session::new(options, stop.clone())?;
    let files = Files { lesson, options, interrupts: interrupts.clone() };
    let report = interrupts.while_drawing(|| session.perform_all(lesson)).map_err(|cut| match cut {
        Cut::Fault { run, fault } => Failure::Fault { run, fault },
        Cut::Interrupted { run, performance } => files.save_the_finished(&session, run, &performance),
    })?;
    let (variant, performance) = (report.shown[0].variant.name, &report.shown[0].run);
    if stop.is_interrupted() {
        // During the last check: all is drawn, and yet it was to end here.
        return Err(files.save_the_finished(&session, variant, performance));
    }
    let written = files.save(&session, variant, performance);

    let mut exit = Exit::Success;
    for shown in &report.shown {
        if let Check::Wrong(difference) = &shown.check {
            complain(&format!("{}: wrong picture: {}", shown.variant.name, report::pixel(difference)));
            exit = Exit::Failure;
        }
    }
    if arguments.json {
        print_json(&Document::new(&report, written?, exit))?;
        return Ok(exit);
    }
    // What could not be saved can still be seen; but who has interrupted that wants the end.
    if !arguments.quiet && !matches!(written, Err(Failure::SavingInterrupted)) {
        print(&text(&session, &report))?;
    }
    written.map(|_files| exit)
}

/// The picture, and all that is said of it.
fn text(session: &Session<'_>, report: &Report<'_>) -> String {
    let (options, screen) = (report.options, Screen::of_stdout());
    let below = report.text(screen.text);
    if options.arguments.no_picture {
        return below;
    }
    let colours = Colours::new(options, session.iterations, &report.shown[0].run);
    let legend = colours.legend(screen.depth, screen.size.columns);
    let room = screen.room_above(below.lines().count() + legend.lines().count());
    colours.picture(&session.image, session.iterations, screen.depth, room) + "\n" + &legend + &below
}

fn print_json(document: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(document).map_err(|error| Failure::Print(error.into()))?;
    print(&(text + "\n"))
}

fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        // Whoever closed the pipe has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.map_err(Failure::Print),
    }
}

/// Writes the files that are asked for.
struct Files<'a> {
    lesson: &'a Lesson,
    options: &'a Options,
    interrupts: Interrupts,
}

impl<'a> Files<'a> {
    /// What an interrupted run has finished, in the files that were asked for.
    fn save_the_finished(&self, session: &Session<'_>, run: &'static str, part: &Performance) -> Failure {
        let saved = match self.save(session, run, part) {
            Ok(files) if files.is_empty() => String::new(),
            Ok(files) => {
                let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
                format!(", and saved in {}", names.join(" and "))
            }
            Err(failure) => return failure,
        };
        let finished = picture::finished_rows(&session.image);
        Failure::Interrupted { run, finished, rows: session.image.rows(), saved }
    }

    fn save(
        &self,
        session: &Session<'_>,
        run: &str,
        performance: &Performance,
    ) -> Result<Vec<&'a Path>, Failure> {
        self.interrupts.while_saving(|| self.save_each(session, run, performance)).map_err(|error| {
            if self.interrupts.saving_stopped() { Failure::SavingInterrupted } else { error.into() }
        })
    }

    fn save_each(
        &self,
        session: &Session<'_>,
        run: &str,
        performance: &Performance,
    ) -> Result<Vec<&'a Path>, OutputError> {
        let arguments = &self.options.arguments;
        let mut files = Vec::new();
        if let Some(out) = &arguments.out {
            let paint = Colours::new(self.options, session.iterations, performance);
            out.write(|file| {
                let file = self.interrupts.guard(file);
                match out.kind {
                    PictureKind::Png => fractal::write_png(&session.image, &paint, file),
                    PictureKind::Npy => fractal::write_npy(&session.image, file).map_err(WriteError::Io),
                }
            })?;
            files.push(&*out.path);
        }
        if let Some(out) = &arguments.timeline {
            let name = format!("{}, {run}", self.lesson.name);
            let timeline = Timeline { name: &name, run: performance };
            out.write(|file| {
                timeline.write(out.kind, &mut self.interrupts.guard(file)).map_err(WriteError::Io)
            })?;
            files.push(&*out.path);
        }
        Ok(files)
    }
}
