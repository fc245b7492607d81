//! What isolated interpreters promise, one scenario a promise. Each is run under every schedule within its bound.
//!
//! The first are about mailboxes, then come interpreters, the queue, the pool, and the picture.

#[allow(unused_imports, reason = "futures stand on it, so it is mounted with them")]
use super::pool;
use super::{by_hand, future, tiny};

crate::sync::models! {
    messages_come_once_and_in_order,
    each_message_goes_to_one_receiver,
    who_waits_for_room_is_woken,
    closing_wakes_who_receives,
    closing_wakes_who_sends,
    when_all_senders_are_gone_it_closes,
    when_all_receivers_are_gone_senders_are_told,
    a_timeout_leaves_no_trace,
    what_is_in_hand_keeps_it_open,
    closing_an_idle_one_is_one_step,
    an_answer_is_the_one_asked_for,
    what_was_done_there_is_seen_here,
    a_failure_is_told_and_harms_nothing,
    who_has_the_answer_may_close,
    closed_or_asked_and_not_both,
    one_that_dies_answers_everything,
    one_that_nobody_has_any_more_ends,
    a_cancelled_request_is_not_begun,
    what_a_closed_one_had_put_is_unbound,
    a_pool_answers_each_request,
    none_is_started_while_one_is_free,
    shutting_down_answers_everything,
    a_broken_pool_tells_everybody,
    a_dead_one_in_a_pool_is_replaced,
    the_picture_is_whole,
}
