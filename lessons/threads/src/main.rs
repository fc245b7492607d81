//! Draws with threads: `cargo run -p threads -- --help`.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&threads::LESSON)
}
