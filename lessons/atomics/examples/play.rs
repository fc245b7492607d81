//! The scenarios of the lesson, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p atomics --example play-atomics -- a_reading_is_whole --schedule 0,0,1,1`

use sync_played::sync;

#[path = "../src/board.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod board;
#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
#[allow(unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
