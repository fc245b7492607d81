//! The scenarios of the interpreters, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p interpreters --example play-interpreters -- closed_or_asked_and_not_both --schedule 0,0,1`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../../future/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "interpreters do not use everything")]
#[allow(clippy::module_inception, reason = "one is the lesson, the other its first step")]
mod future;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "futures do not use everything")]
mod pool;
#[path = "../src/tiny.rs"]
mod tiny;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
