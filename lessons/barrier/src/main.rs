//! Draws the picture in passes, with a barrier between them.

fn main() -> std::process::ExitCode {
    stage::main(&barrier::LESSON)
}
