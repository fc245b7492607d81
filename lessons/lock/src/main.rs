//! `cargo run -p lock`: see the lesson's library.

fn main() -> std::process::ExitCode {
    stage::main(&lock::LESSON)
}
