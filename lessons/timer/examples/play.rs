//! The timers' scenarios, played: the files of the lesson, mounted over the played world.
//!
//! `cargo run -p timer --example play-timer -- cancelled_it_is_never_called --schedule 0,0,1`

use sync_played::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
#[allow(unused_imports, reason = "no scenario writes the type of a handle")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../src/rounds.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod rounds;

fn main() -> std::process::ExitCode {
    sync_played::main(models::all())
}
