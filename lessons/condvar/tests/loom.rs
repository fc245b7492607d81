//! The condition variable under every schedule: the files of the lesson, mounted over the checked world.

use sync_checked::{prove, sync};

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../src/delivery.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod delivery;
#[path = "../src/level.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod level;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../rlock/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "levels do not use everything")]
mod rlock;
#[path = "../src/window.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod window;

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
    a_parker_sees_what_came_before,
    a_parker_gives_up_in_time,
    no_change_is_missed,
    nobody_returns_for_no_reason,
    notify_wakes_at_most_so_many,
    they_go_when_the_notifier_unlocks,
    who_has_waited_longest_goes_first,
    notify_all_wakes_everyone,
    a_later_wait_is_not_notified,
    a_notification_is_not_spent_on_a_timeout,
    a_limited_wait_ends,
    a_predicate_is_asked_before_any_wait,
    a_wait_gives_up_every_level,
    pieces_go_out_in_order,
    each_worker_gets_its_room,
    calling_off_wakes_everyone,
}
