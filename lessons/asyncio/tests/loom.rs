//! Tasks under every schedule: the files of the lesson, and those of the pool that `to_thread` stands on, mounted over
//! the checked world.
//!
//! `cargo test -p asyncio --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::{prove, sync};

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "tasks do not use everything")]
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
    no_wake_is_lost,
    woken_while_it_runs_it_is_polled_again,
    it_is_polled_only_when_woken,
    a_task_is_polled_by_one_at_a_time,
    what_is_done_is_not_polled,
    a_handle_gives_what_its_task_came_to,
    a_panic_goes_to_the_handle,
    aborted_it_is_dropped_at_its_next_await,
    an_executor_that_ends_drops_its_tasks,
    who_comes_as_it_ends_is_told,
    those_who_sleep_are_woken_in_time,
    a_sleep_may_be_awaited_elsewhere,
    a_dropped_sleep_leaves_nothing,
    the_host_is_told_last,
    results_come_in_order,
    a_timeout_drops_what_it_waited_for,
    one_failure_cancels_its_siblings,
    work_in_a_thread_is_awaited,
    first_come_is_first_served,
    what_is_given_in_vain_goes_on,
    who_waits_may_move,
    no_notification_is_missed,
    a_notification_is_for_who_waits_now,
    a_short_set_wakes_everybody,
    nobody_leaves_a_barrier_early,
    a_broken_barrier_holds_nobody,
    a_permit_too_many_is_refused,
    whoever_waits_for_a_change_sees_it,
    a_queue_loses_nothing,
    a_queue_that_ends_wakes_everybody,
    join_sees_the_end_of_its_round,
    the_picture_is_whole,
}
