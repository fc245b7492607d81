//! `cargo run -p rlock`: see the lesson's library.

fn main() -> std::process::ExitCode {
    stage::main(&rlock::LESSON)
}
