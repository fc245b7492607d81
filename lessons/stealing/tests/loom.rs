//! Stealing under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p stealing --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::{prove, sync};

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;

macro_rules! prove {
    ($($model:ident,)+) => {
        $(
            #[test]
            fn $model() {
                prove(&models::$model::model());
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
    each_task_is_taken_once,
    two_thieves_and_the_owner,
    what_came_before_is_stolen_with_it,
    a_place_is_written_again,
    everything_is_done_and_everybody_ends,
    nobody_sleeps_through_a_push,
    calling_off_wakes_everyone,
    the_picture_is_whole,
}
