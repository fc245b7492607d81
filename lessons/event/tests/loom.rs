//! The event under every schedule: the files of the lesson, mounted over the checked world.

use sync_checked::{prove, sync};

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../src/render.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod render;

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
    what_came_before_is_seen,
    nobody_goes_before_it_is_set,
    everyone_who_waits_goes,
    set_and_cleared_at_once_everyone_goes,
    setting_twice_is_setting_once,
    cleared_it_holds_who_comes,
    a_timeout_tells_whether_it_was_set,
    the_picture_is_whole,
    nobody_draws_during_the_pause,
    stopping_wakes_everyone,
}
