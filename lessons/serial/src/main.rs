//! `cargo run -p serial`: see the lesson's library.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&serial::LESSON)
}
