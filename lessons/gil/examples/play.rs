//! The scenarios of the lock, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p gil --example play-gil -- who_asks_gets_it --schedule 0,0,0,0,1,1`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../src/counting.rs"]
mod counting;
#[path = "../models/mod.rs"]
mod models;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
