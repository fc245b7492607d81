//! Draws with threads: `cargo run -p threads -- --help`.

fn main() -> std::process::ExitCode {
    stage::main(&threads::LESSON)
}
