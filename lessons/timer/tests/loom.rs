//! The timers under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p timer --test loom -- --show-output` prints how many schedules each scenario took.

use sync_checked::{prove, sync};

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
#[allow(unused_imports, reason = "no scenario writes the type of a handle")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../src/rounds.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod rounds;

macro_rules! prove {
    ($($model:ident,)+) => {
        $(
            #[test]
            fn $model() {
                prove(&models::$model::model());
            }
        )+

        #[test]
        fn every_scenario_is_proved() {
            let proved = [$(stringify!($model)),+];
            assert_eq!(models::all().into_iter().map(|(name, _)| name).collect::<Vec<_>>(), proved);
        }
    };
}

prove! {
    called_once_and_not_before_its_time,
    cancelled_it_is_never_called,
    cancel_wakes_everyone_who_waits,
    what_it_did_is_seen_by_who_joins,
    a_panic_reaches_who_joins,
    a_limited_join_ends,
    one_of_two_starts_it,
    the_function_may_use_its_timer,
    many_are_called_in_the_order_of_their_times,
    many_one_cancelled_leaves_the_others,
    many_a_panic_harms_no_other,
    many_closing_cancels_what_waits,
    many_may_be_dropped_by_their_own,
    nobody_begins_a_turn_when_time_is_up,
}
