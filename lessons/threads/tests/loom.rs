//! The primitive and its scenarios, under every schedule.

use sync_checked::{prove, sync};

#[allow(dead_code, unused_imports, reason = "no scenario uses all of it")]
#[path = "../src/by_hand.rs"]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;

macro_rules! proved {
    ($($name:ident)+) => {
        $(
            #[test]
            fn $name() {
                prove(&models::$name::model());
            }
        )+

        #[test]
        fn no_model_is_left_out() {
            let proved = [$(stringify!($name)),+];
            for (name, _) in models::all() {
                assert!(proved.contains(&name), "{name} is declared and not proved");
            }
        }
    };
}

proved! {
    what_it_did_is_seen
    the_value_is_there_before_the_end
    nobody_sleeps_through_the_end
    everyone_who_waits_is_woken
    a_timeout_loses_nothing
    a_panic_reaches_who_joins
    the_hook_comes_before_the_end
    a_value_nobody_joins_for_is_dropped_before_the_end
    a_thread_finds_itself_in_the_list
    children_are_waited_for
    daemons_are_not_waited_for
}
