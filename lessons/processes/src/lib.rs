//! placeholder
#![allow(unused)]
use sync_real as sync;
pub mod by_hand;
pub mod system;
