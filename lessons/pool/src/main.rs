//! Draws the picture with a thread pool: every piece is a job.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&pool::LESSON)
}
