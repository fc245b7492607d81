//! The gate's scenarios, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p asyncio --example play-asyncio -- everybody_is_woken --schedule 0,1,0`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
