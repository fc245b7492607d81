//! The primitives and their scenarios under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p atomics --test loom -- --show-output` prints how many schedules each took.

use sync_checked::sync::atomic::Ordering;
use sync_checked::{Verdict, check, prove, proving as sync};

#[path = "../src/board.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod board;
#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
#[allow(unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../examples/store_buffering.rs"]
#[allow(dead_code, reason = "its `main` is the example's")]
mod store_buffering;

#[test]
fn two_who_raise_and_look_need_a_fence_that_is_sequentially_consistent() {
    let weaker = check(&store_buffering::both("neither sees the other", Ordering::AcqRel));
    assert_eq!(weaker.expect_err("it is not enough").verdict, Verdict::Assertion);
    prove(&store_buffering::both("one sees the other", Ordering::SeqCst));
}
