//! The operations over the real world.

use sync_real as sync;

#[path = "operations.rs"]
pub mod operations;
