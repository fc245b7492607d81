//! Draws the picture with tasks that take turns.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&asyncio::LESSON)
}
