//! Draws the picture by a script, whose threads take turns.

fn main() -> std::process::ExitCode {
    stage::main(&gil::LESSON)
}
