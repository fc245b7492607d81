//! `cargo run -p book`: builds the book, and opens or serves it for a person.

use std::process::ExitCode;

use book::{Place, build, serve};
use clap::Parser;

/// Build the book, check it, and say where it is.
///
/// Runs the programs that the chapters show, so that what they print is what the reader sees. Fails, and
/// lists everything that is wrong, if a listing, a link, a figure or a chapter is missing.
#[derive(Parser)]
#[command(name = "cargo run -p book --", bin_name = "cargo run -p book --")]
struct Options {
    /// Open the book in the browser
    #[arg(long)]
    open: bool,
    /// Serve the book to browsers on this machine, until Ctrl-C
    #[arg(long)]
    serve: bool,
    /// The port to serve on; 0 takes one that is free
    #[arg(long, value_name = "N", default_value_t = 3000, requires = "serve")]
    port: u16,
    /// Build the book in this folder instead of this checkout's
    #[arg(long, value_name = "FOLDER", hide = true)]
    book: Option<std::path::PathBuf>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> anyhow::Result<()> {
    let place = match &options.book {
        Some(folder) => Place::of_book(folder)?,
        None => Place::here(),
    };
    eprintln!(
        "Runs the programs that the chapters show. Where they have to be compiled, that takes minutes."
    );
    let built = build(&place, |chapter| eprintln!("  {chapter}"))?;
    println!("The book is {}", built.index.display());
    if !options.serve {
        if options.open {
            opener::open(&built.index)?;
        }
        return Ok(());
    }
    let serving = serve::bind(&built.html, options.port)?;
    println!("Serving it at {} until Ctrl-C", serving.url());
    if options.open {
        opener::open(serving.url())?;
    }
    serving.run();
    Ok(())
}
