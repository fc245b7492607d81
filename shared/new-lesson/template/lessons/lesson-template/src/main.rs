//! Draws the picture with hands that are dealt behind a gate.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&lesson_template::LESSON)
}
