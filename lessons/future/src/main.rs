//! Draws the picture with futures: one for each piece.

fn main() -> std::process::ExitCode {
    stage::main(&future::LESSON)
}
