//! `cargo run -p lock`: see the lesson's library.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&lock::LESSON)
}
