//! What the lock in a word, the value and the claims promise, one scenario a promise. Each is run under every schedule
//! within its bound.
//!
//! A process that is killed is a thread that ends with a guard that is never dropped, or in the middle of a call.

// The executor of `super::future` stands on `super::pool`.
use super::{by_hand, future};

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
    pool_a_death_loses_no_job,
    pool_a_worker_is_replaced_in_time,
    pool_an_idle_death_costs_nothing,
    pool_breaking_ends_those_who_work,
    pool_breaking_settles_what_waits,
    pool_killing_wakes_everybody,
    pool_no_job_is_tried_three_times,
    pool_nobody_is_left_when_broken,
    pool_shutting_down_ends,
    queue_a_dead_getter_loses_nothing,
    queue_a_timeout_loses_nothing,
    queue_closed_waits_for_what_is_lent,
    queue_closing_wakes_all,
    queue_lent_items_take_room,
}
