//! `cargo learn`: lists the exercises, begins one, judges the answer, gives hints.

#![forbid(unsafe_code)]

mod command;
mod printed;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
