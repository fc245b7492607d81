//! The pool under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p pool --test loom -- --nocapture` prints how many schedules each took.

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
    every_job_is_done_once,
    jobs_are_done_at_once,
    threads_start_when_needed,
    a_panic_harms_one_job,
    closing_does_what_is_left,
    cancelling_drops_what_is_left,
    cancelling_ends_the_wait_for_quiet,
    cancelling_ends_the_workers,
    a_dropped_job_may_ask_for_its_pool,
    a_panicking_initializer_breaks_the_pool,
    a_job_may_give_jobs,
    a_job_may_hold_the_last_share,
    all_who_wait_for_quiet_are_woken,
    all_who_join_wait,
    a_scope_waits_for_its_jobs,
    a_scope_waits_after_a_panic,
    a_cancelled_scope_ends,
}
