//! What processes share, under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p processes --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::{prove, sync};

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../../future/src/by_hand.rs"]
#[allow(dead_code, unused_imports, clippy::module_inception, reason = "processes do not use everything")]
mod future;
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
    one_has_it_at_a_time,
    who_gets_it_sees_what_was_done,
    nobody_sleeps_through_an_unlock,
    everybody_gets_it,
    a_timeout_leaves_no_trace,
    a_limited_wait_ends,
    a_panic_unlocks,
    the_dead_give_it_up,
    it_stays_orphaned_until_mended,
    a_wakeup_does_not_die,
    no_count_is_lost,
    the_picture_is_whole,
    what_the_dead_had_is_drawn,
    pool_a_death_loses_no_job,
    pool_a_worker_is_replaced_in_time,
    pool_an_idle_death_costs_nothing,
    pool_breaking_ends_those_who_work,
    pool_breaking_settles_what_waits,
    pool_killing_wakes_everybody,
    pool_no_job_is_tried_three_times,
    pool_nobody_is_left_when_broken,
    pool_shutting_down_ends,
    queue_a_dead_getter_loses_nothing,
    queue_a_timeout_loses_nothing,
    queue_closed_waits_for_what_is_lent,
    queue_closing_wakes_all,
    queue_lent_items_take_room,
}
