//! The scenarios of the tasks, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p asyncio --example play-asyncio -- no_wake_is_lost --schedule 0,0,1`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "tasks do not use everything")]
mod pool;
#[path = "../../queue/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "tasks do not use everything")]
mod queue;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
