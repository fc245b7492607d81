//! Draws the picture with no more buffers at a time than there are permits.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&semaphore::LESSON)
}
