//! The event under every schedule: the files of the lesson, mounted over the checked world.

use sync_checked::proving as sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../src/render.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod render;
