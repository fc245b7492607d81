//! The condition variable under every schedule: the files of the lesson, mounted over the checked world.

use sync_checked::proving as sync;

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
