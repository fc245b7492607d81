//! `cargo run -p compare`.

#![forbid(unsafe_code)]

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use compare::lessons;
use compare::measure::{self, Row, Wishes};
use compare::{paper, plot, table};
use indicatif::{ProgressBar, ProgressStyle};

/// Runs every variant of every lesson, each in a process of its own, and sets them beside each other.
///
/// Times of different lessons are compared by their ratio to the serial and to the ideal run of the same process.
/// Let the machine do nothing else meanwhile.
#[derive(Parser)]
#[command(name = "compare", max_term_width = 100)]
struct Arguments {
    /// The lessons to run; all of them if none is named
    lessons: Vec<String>,
    /// Runs everything so many times and shows the medians
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    repeat: u16,
    /// Rows and columns of the picture; otherwise each lesson's own
    #[arg(long, value_name = "ROWSxCOLUMNS")]
    size: Option<String>,
    /// How often each point is iterated at most; otherwise each lesson's own
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    /// How many workers; otherwise as many as the machine runs at once
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Writes the plot to a file as well, as SVG
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
    /// Puts the table into a file that has a place for it, between `<!-- comparison -->` and its end, as Markdown; rows
    /// of lessons that are not run stay as they are
    #[arg(long, value_name = "FILE.md")]
    write: Option<PathBuf>,
    /// Prints the rows as JSON, and nothing else
    #[arg(long)]
    json: bool,
    /// Prints nothing but errors; files are still written
    #[arg(short, long, conflicts_with = "json")]
    quiet: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(exit) => exit,
        Err(error) => match error.downcast_ref::<io::Error>() {
            // Whoever closed the pipe has seen enough.
            Some(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            _ => {
                eprintln!("error: {error:#}");
                ExitCode::FAILURE
            }
        },
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = root();
    let all = lessons::all(&root)?;
    for wanted in &arguments.lessons {
        ensure!(all.contains(wanted), "there is no lesson `{wanted}`; there are: {}", all.join(", "));
    }
    let mut names = all.clone();
    if !arguments.lessons.is_empty() {
        names.retain(|name| arguments.lessons.contains(name));
    }
    let programs = lessons::build(&root, &names)?;
    let mut runs = Vec::new();
    for lesson in &names {
        let program = &programs[lesson];
        let variants =
            measure::variants(program).with_context(|| format!("{lesson}: cannot list its variants"))?;
        runs.extend(variants.into_iter().map(|variant| (lesson, program, variant)));
    }

    let wishes = Wishes {
        repeat: arguments.repeat.into(),
        size: arguments.size.clone(),
        iterations: arguments.iterations,
        threads: arguments.threads,
    };
    let progress = ProgressBar::new(runs.len() as u64)
        .with_style(ProgressStyle::with_template("{pos}/{len} {wide_msg}").expect("a template"));
    let (mut rows, mut failed): (Vec<Row>, Vec<String>) = (Vec::new(), Vec::new());
    for (lesson, program, variant) in runs {
        progress.set_message(format!("{lesson}, {variant}"));
        match measure::measure(lesson, program, &variant, &wishes) {
            Ok(row) => rows.push(row),
            Err(error) => failed.push(format!("{lesson}, {variant}: {error:#}")),
        }
        progress.inc(1);
    }
    progress.finish_and_clear();

    show(arguments, &rows, &all)?;
    for failure in &failed {
        eprintln!("error: {failure}");
    }
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(arguments: &Arguments, rows: &[Row], all: &[String]) -> Result<()> {
    if let Some(path) = &arguments.plot {
        std::fs::write(path, plot::svg(rows)).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if let Some(path) = &arguments.write {
        paper::write(path, &table::markdown(rows), all)?;
    }
    if arguments.quiet {
        return Ok(());
    }
    let text = if arguments.json {
        serde_json::to_string_pretty(rows)? + "\n"
    } else {
        let threads = rows.first().map_or(0, |row| row.drew.threads);
        format!(
            "{threads} threads, medians of {}; switches are those of the threads of one run\n\n{}\n{}",
            arguments.repeat,
            table::text(rows),
            plot::text(rows)
        )
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// The checkout. Cargo says at run time which package it runs; checkouts that share a target folder share this program.
/// What is run may be another package of the checkout, which has started this one.
fn root() -> PathBuf {
    let compiled = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let running = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| compiled.clone(), PathBuf::from);
    let is_checkout = |folder: &&Path| folder.join("lessons").is_dir();
    let found = running.ancestors().find(is_checkout).or_else(|| compiled.ancestors().find(is_checkout));
    found.map_or_else(|| compiled.clone(), Path::to_path_buf)
}
