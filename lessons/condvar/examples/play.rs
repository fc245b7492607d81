//! The condition variable's scenarios, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p condvar --example play-condvar -- no_change_is_missed --schedule 0,0,1,1`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../src/delivery.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod delivery;
#[path = "../src/level.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod level;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../rlock/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "levels do not use everything")]
mod rlock;
#[path = "../src/window.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod window;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
