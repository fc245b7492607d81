//! What the lock promises, one scenario a promise. Each is run under every schedule within its bound.

use super::{by_hand, counting};

crate::sync::models! {
    one_at_a_time,
    nobody_is_forgotten,
    who_asks_gets_it,
    they_take_turns,
    the_request_is_not_left_standing,
    everybody_has_a_whole_interval,
    who_gives_up_is_forgotten,
    a_wakeup_is_not_wasted,
    native_code_runs_beside,
    a_panic_takes_it_again,
    closing_wakes_everyone,
    who_has_it_hears_of_the_end,
    who_returns_is_let_in,
    nobody_waits_for_a_switch_that_never_comes,
    the_picture_comes,
    nothing_comes_between_two_looks,
    a_lock_of_the_script_mends_it,
}
