//! The scenarios of the futures, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p future --example play-future -- begun_or_cancelled_and_not_both --schedule 0,0,1`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "futures do not use everything")]
mod pool;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
