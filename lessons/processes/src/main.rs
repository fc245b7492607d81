//! Draws the picture with worker processes.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    // In a worker process, this is all that happens.
    processes::enter();
    stage::main(&processes::LESSON)
}
