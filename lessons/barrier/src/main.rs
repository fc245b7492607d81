//! Draws the picture in passes, with a barrier between them.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&barrier::LESSON)
}
