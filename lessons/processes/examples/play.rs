//! The scenarios of what processes share, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p processes --example play-processes -- everybody_gets_it --schedule 0,0,0`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../../future/src/by_hand.rs"]
#[allow(dead_code, unused_imports, clippy::module_inception, reason = "processes do not use everything")]
mod future;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "futures do not use everything")]
mod pool;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
