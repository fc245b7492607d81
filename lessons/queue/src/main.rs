//! Draws the picture through a queue, from a producer to consumers.

fn main() -> std::process::ExitCode {
    stage::main(&queue::LESSON)
}
