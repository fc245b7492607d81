//! Draws the picture with hands that are dealt behind a gate.

fn main() -> std::process::ExitCode {
    stage::main(&asyncio::LESSON)
}
