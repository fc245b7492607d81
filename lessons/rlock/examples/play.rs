//! The lock's scenarios, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p rlock --example play-rlock -- the_owner_goes_deeper --schedule 0,0,1`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "no scenario prints a lock")]
#[allow(unused_imports, reason = "no scenario writes the type of a guard")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../src/regions.rs"]
#[allow(dead_code, reason = "no scenario opens a region by itself")]
mod regions;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
