//! Draws the picture with futures: one for each piece.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&future::LESSON)
}
