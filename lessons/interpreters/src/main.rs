//! Draws the picture with isolated interpreters: rows go out as messages, and counts come back.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&interpreters::LESSON)
}
