//! Shows how a broken program is caught: the first schedule that fails, as a table.
//!
//! `cargo run -p sync-checked --example broken-program -- barrier_without_generation`

use std::process::ExitCode;

#[path = "../tests/broken/programs/mod.rs"]
mod programs;

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some((_, model)) = programs::all().into_iter().find(|(known, _)| *known == name) else {
        eprintln!("one of these:");
        for (known, model) in programs::all() {
            eprintln!("  {known:32}  {}", model.name());
        }
        return ExitCode::from(2);
    };
    match sync_checked::check(&model) {
        Err(counterexample) => {
            print!("{counterexample}");
            ExitCode::SUCCESS
        }
        Ok(report) => {
            eprintln!("{report}");
            ExitCode::FAILURE
        }
    }
}
