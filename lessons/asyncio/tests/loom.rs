//! The gate under every schedule: the files of the lesson, mounted over the checked world.

use sync_checked::{prove, sync};

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
    };
}

prove! {
    what_came_before_is_seen,
    everybody_is_woken,
    a_timeout_changes_nothing,
}
