//! `cargo run -p atomics`: see the lesson's library.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&atomics::LESSON)
}
