//! The semaphores under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p semaphore --test loom -- --show-output` prints how many schedules each scenario took.

use sync_checked::{prove, sync};

#[path = "../src/bands.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod bands;
#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
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
        fn every_scenario_is_proved() {
            let proved = [$(stringify!($model)),+];
            assert_eq!(models::all().into_iter().map(|(name, _)| name).collect::<Vec<_>>(), proved);
        }
    };
}

prove! {
    count_only_so_many_get_in,
    count_what_came_before_is_seen,
    count_as_many_go_on_as_permits_come,
    count_a_limited_wait_ends,
    count_a_timeout_loses_no_permit,
    only_so_many_get_in,
    what_came_before_is_seen,
    as_many_go_on_as_permits_come,
    a_limited_wait_ends,
    a_timeout_loses_no_permit,
    first_come_first_served,
    a_panic_gives_the_permit_back,
    a_release_too_many_changes_nothing,
    never_more_buffers_than_permits,
}
