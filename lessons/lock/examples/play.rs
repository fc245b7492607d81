//! The locks' scenarios, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p lock --example play-lock -- one_inside --schedule 0,0,1,1`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
