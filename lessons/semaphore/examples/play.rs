//! The semaphores' scenarios, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p semaphore --example play-semaphore -- first_come_first_served --schedule 0,0,1,1`

use sync_played::sync;

#[path = "../src/bands.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod bands;
#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
