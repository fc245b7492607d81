//! The primitive and its scenarios, under every schedule within each model's bounds.
//!
//! `cargo test -p rlock --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "no scenario prints a lock")]
#[allow(unused_imports, reason = "no scenario writes the type of a guard")]
mod by_hand;

#[path = "../src/regions.rs"]
#[allow(dead_code, reason = "no scenario opens a region by itself")]
mod regions;

#[path = "../models/mod.rs"]
mod models;

macro_rules! prove {
    ($($model:ident,)+) => {
        $(
            #[test]
            fn $model() {
                sync_checked::prove(&models::$model::model());
            }
        )+

        #[test]
        fn every_model_is_proved() {
            let proved = [$(stringify!($model)),+];
            assert_eq!(models::all().into_iter().map(|(name, _)| name).collect::<Vec<_>>(), proved);
        }
    };
}

prove! {
    others_stay_out,
    the_owner_goes_deeper,
    nobody_is_forgotten,
    only_the_owner_unlocks,
    the_depth_is_the_callers,
    try_never_waits,
    in_time,
    a_timeout_leaves_no_trace,
    all_levels_and_back,
    guards_exclude,
    a_panic_gives_back_all,
    fast_others_stay_out,
    fast_only_the_owner_unlocks,
    fast_in_time,
    fast_all_levels_and_back,
    fast_a_number_is_not_given_again,
    a_split_is_one_step,
    a_claim_is_one_step,
    the_picture_is_whole,
}
