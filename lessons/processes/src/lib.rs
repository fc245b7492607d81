//! placeholder
#![allow(unused)]
use ::future::by_hand as future;
use ::pool::by_hand as pool;
use sync_real as sync;
#[cfg(unix)]
pub mod multiprocessing;
pub mod by_hand;
