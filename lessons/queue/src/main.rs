//! Draws the picture through a queue, from a producer to consumers.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&queue::LESSON)
}
