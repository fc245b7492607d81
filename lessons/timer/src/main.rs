//! Draws the best picture by a deadline.

fn main() -> std::process::ExitCode {
    stage::main(&timer::LESSON)
}
