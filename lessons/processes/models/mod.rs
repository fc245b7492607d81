//! What the lock in a word, the value and the claims promise, one scenario a promise. Each is run under every schedule
//! within its bound.
//!
//! A process that is killed is a thread that ends with a guard that is never dropped, or in the middle of a call.

use super::by_hand;

crate::sync::models! {
    one_has_it_at_a_time,
    who_gets_it_sees_what_was_done,
    nobody_sleeps_through_an_unlock,
    everybody_gets_it,
    a_timeout_leaves_no_trace,
    a_limited_wait_ends,
    a_panic_unlocks,
    the_dead_give_it_up,
    it_stays_orphaned_until_mended,
    a_wakeup_does_not_die,
    no_count_is_lost,
    the_picture_is_whole,
    what_the_dead_had_is_drawn,
}
