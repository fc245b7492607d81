//! The primitive and its scenarios, under every schedule within each model's bounds.
//!
//! `cargo test -p lock --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "no scenario prints a lock")]
#[allow(unused_imports, reason = "no scenario writes the type of a guard")]
mod by_hand;

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
    spin_one_inside,
    spin_next_sees,
    spin_everyone_gets_in,
    spin_in_time,
    spin_unlock_of_a_free_lock,
    one_inside,
    next_sees,
    timed_next_sees,
    nobody_forgotten,
    in_turn,
    try_never_waits,
    in_time,
    timeout_leaves_no_trace,
    unlock_of_a_free_lock,
    unlock_from_anywhere,
    guard_excludes,
    panic_unlocks,
}
