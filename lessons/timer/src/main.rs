//! Draws the best picture by a deadline.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&timer::LESSON)
}
