//! Draws the picture by stealing.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&stealing::LESSON)
}
