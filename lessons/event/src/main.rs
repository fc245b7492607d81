//! Draws the picture with two teams, which start, pause and stop by events.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&event::LESSON)
}
