//! Draws the picture with tasks that take turns.

fn main() -> std::process::ExitCode {
    stage::main(&asyncio::LESSON)
}
