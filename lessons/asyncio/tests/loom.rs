//! Tasks under every schedule: the files of the lesson, those of the pool that `to_thread` stands on, and those of the
//! queue whose stores the queues keep their items in, mounted over the checked world.
//!
//! `cargo test -p asyncio --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::proving as sync;

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
