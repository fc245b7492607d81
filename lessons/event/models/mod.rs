//! What the event promises, one scenario a promise, and then the render. Each is run under every schedule within its
//! bound.

use super::{by_hand, render};

crate::sync::models! {
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
