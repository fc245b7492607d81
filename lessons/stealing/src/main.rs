//! Draws the picture by stealing.

fn main() -> std::process::ExitCode {
    stage::main(&stealing::LESSON)
}
