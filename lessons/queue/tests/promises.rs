//! What the queues promise, with real threads.
//!
//! What hangs on one particular schedule is left to `tests/loom.rs`, which tries them all.

#[path = "promises/bounded.rs"]
mod bounded;

#[path = "promises/orders.rs"]
mod orders;

#[path = "promises/tasks.rs"]
mod tasks;

#[path = "promises/a_million.rs"]
mod a_million;

#[path = "promises/drawing.rs"]
mod drawing;

use std::time::Duration;

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

/// Long enough to be seen, short enough to be waited for.
const SHORT: Duration = Duration::from_millis(20);

/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);
