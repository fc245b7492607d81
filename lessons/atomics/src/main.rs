//! `cargo run -p atomics`: see the lesson's library.

fn main() -> std::process::ExitCode {
    stage::main(&atomics::LESSON)
}
