//! `cargo run -p rlock`: see the lesson's library.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&rlock::LESSON)
}
