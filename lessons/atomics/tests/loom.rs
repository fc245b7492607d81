//! The primitives and their scenarios under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p atomics --test loom -- --show-output` prints how many schedules each took.

use sync_checked::sync::atomic::Ordering;
use sync_checked::{Verdict, check, prove, sync};

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

macro_rules! prove {
    ($($model:ident,)+) => {
        $(
            #[test]
            fn $model() {
                prove(&models::$model::model());
            }
        )+
    };
}

prove! {
    no_count_is_lost,
    each_number_is_claimed_once,
    shares_do_not_overlap,
    a_flag_publishes,
    a_value_is_handed_over,
    the_first_to_set_wins,
    the_first_to_take_gets_it,
    a_reading_is_whole,
    a_reading_publishes,
    no_update_is_lost,
    a_panic_leaves_the_words_as_they_were,
    nobody_sleeps_through_a_piece,
    the_picture_is_whole,
}

#[test]
fn two_who_raise_and_look_need_a_fence_that_is_sequentially_consistent() {
    let weaker = check(&store_buffering::both("neither sees the other", Ordering::AcqRel));
    assert_eq!(weaker.expect_err("it is not enough").verdict, Verdict::Assertion);
    prove(&store_buffering::both("one sees the other", Ordering::SeqCst));
}
