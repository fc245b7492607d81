//! What the condition variable promises, one scenario a promise, and what its parts promise it. Each is run under
//! every schedule within its bound.

use super::{by_hand, delivery, level, rlock, window};

crate::sync::models! {
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
    a_predicate_that_panics_harms_nobody,
    a_wait_gives_up_every_level,
    pieces_go_out_in_order,
    each_worker_gets_its_room,
    calling_off_wakes_everyone,
}
