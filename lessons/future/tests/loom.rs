//! Futures under every schedule: the files of the lesson, and those of the pool that the executor stands on, mounted over
//! the checked world.
//!
//! `cargo test -p future --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::{prove, sync};

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "futures do not use everything")]
mod pool;

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
    all_who_wait_get_the_value,
    begun_or_cancelled_and_not_both,
    a_timeout_changes_nothing,
    a_callback_is_called_once,
    a_broken_promise_is_told,
    waiting_for_many_misses_none,
    the_first_failure_ends_the_wait,
    each_is_given_once_as_it_comes,
    a_job_may_wait_for_another,
    the_last_to_wait_is_told,
    nobody_is_told_of_a_deadlock_that_is_none,
    shutting_down_settles_everything,
    a_panic_arrives_where_the_result_is_asked_for,
    results_come_in_the_order_of_the_items,
    a_map_out_of_time_cancels_the_rest,
}
