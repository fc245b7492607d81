//! Draws the picture from top to bottom, out of pieces that are finished in any order.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    stage::main(&condvar::LESSON)
}
