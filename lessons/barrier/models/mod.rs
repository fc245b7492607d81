//! What the barrier promises, one scenario a promise. Each is run under every schedule within its bound.

use super::{by_hand, deal};

crate::sync::models! {
    two_parties_meet_again_and_again,
    three_parties_meet_twice,
    everyone_can_lead,
    the_action_comes_before_the_release,
    the_action_may_abort,
    the_action_may_reset,
    a_panic_of_the_action_breaks_it,
    abort_wakes_everyone,
    abort_reaches_the_door,
    a_timeout_breaks_it_for_everyone,
    a_long_action_times_nobody_out,
    a_latecomer_breaks_no_complete_round,
    reset_turns_out_and_begins_anew,
    who_comes_after_a_reset_meets_nobody_from_before,
    nobody_enters_before_the_last_has_left,
    the_picture_is_whole,
}
