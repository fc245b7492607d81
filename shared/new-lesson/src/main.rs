//! `cargo new-lesson NAME "WHAT IT TEACHES"`.

#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Parser;
use new_lesson::{About, Name, begin};

/// Begins a lesson: a whole one, about a gate, that compiles, draws and passes its tests, for you to change
#[derive(Parser)]
#[command(name = "cargo new-lesson", after_help = "CONTRIBUTING.md leads through the rest.")]
struct Arguments {
    /// The concept, which its folder and its program will be called by: such as latch, or rw-lock
    name: Name,
    /// What it teaches, in a line
    about: About,
}

fn main() -> ExitCode {
    let Arguments { name, about } = Arguments::parse();
    let here = here();
    let root = here.parent().and_then(Path::parent).expect("this package is in a folder of `shared/`");
    let written = match begin(root, &here.join("template"), &name, &about) {
        Ok(written) => written,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    for path in &written {
        println!("{}", path.display());
    }
    if !format(root, &written) {
        eprintln!(
            "warning: rustfmt could not be run; `.ci/format` formats what was written, once there is one"
        );
    }
    println!("\nIt is whole already, and about a gate. See it with\n");
    println!("  cargo run -p {name}\n  cargo test -p {name}\n");
    println!(
        "and make it yours: CONTRIBUTING.md says how, in the order of the files. What is left to write, among it a\n\
         section in book/src/from-python.md, is listed by\n"
    );
    println!("  cargo test -p whole --test complete");
    ExitCode::SUCCESS
}

/// The folder of this package. Cargo says it at run time; checkouts that share a target folder share this program.
fn here() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// A longer name may need other breaks of lines.
fn format(root: &Path, written: &[PathBuf]) -> bool {
    let rust = written.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024"]).args(rust).current_dir(root);
    command.status().is_ok_and(|status| status.success())
}
