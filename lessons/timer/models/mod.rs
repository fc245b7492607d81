//! What timers promise, one scenario a promise. `many_…` is about step 3, the rest about steps 1 and 2.
//!
//! In a scenario time stands still while anybody can move. It passes when a wait is made to end early by its deadline,
//! and when nobody else can move: so a timer fires at any point where its thread sleeps, and at the latest when all
//! others wait.

use super::{by_hand, rounds};

crate::sync::models! {
    called_once_and_not_before_its_time,
    cancelled_it_is_never_called,
    cancel_wakes_everyone_who_waits,
    what_it_did_is_seen_by_who_joins,
    a_panic_reaches_who_joins,
    a_limited_join_ends,
    one_of_two_starts_it,
    the_function_may_use_its_timer,
    many_are_called_in_the_order_of_their_times,
    many_one_cancelled_leaves_the_others,
    many_a_panic_harms_no_other,
    many_closing_cancels_what_waits,
    many_may_be_dropped_by_their_own,
    nobody_begins_a_turn_when_time_is_up,
}
