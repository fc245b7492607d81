//! The barrier under every schedule: the files of the lesson, mounted over the checked world.

use sync_checked::{prove, sync};

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../src/deal.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod deal;
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
    };
}

prove! {
    two_parties_meet_again_and_again,
    three_parties_meet_twice,
    everyone_can_lead,
    the_action_comes_before_the_release,
    the_action_may_abort,
    a_panic_of_the_action_breaks_it,
    abort_wakes_everyone,
    a_timeout_breaks_it_for_everyone,
    reset_turns_out_and_begins_anew,
    nobody_enters_before_the_last_has_left,
    the_picture_is_whole,
}
