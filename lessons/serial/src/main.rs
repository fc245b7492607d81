//! `cargo run -p serial`: see the lesson's library.

fn main() -> std::process::ExitCode {
    stage::main(&serial::LESSON)
}
