//! Draws the picture with a thread pool: every piece is a job.

fn main() -> std::process::ExitCode {
    stage::main(&pool::LESSON)
}
