//! Draws the picture by a script, whose threads take turns.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&gil::LESSON)
}
