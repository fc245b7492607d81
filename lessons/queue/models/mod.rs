//! What the queues promise, one scenario a promise. `simple_…` is about step 4 and `ring_…` about steps 5 and 6; the
//! others are about steps 1 to 3.
//!
//! A promise to one who waits has two threads. Where it is made to *everybody*, or where one might have what was meant
//! for another, there are two who wait, which is enough for one of them to be forgotten.

use super::by_hand;

crate::sync::models! {
    every_item_is_fetched_once,
    there_is_never_more_than_maxsize,
    who_waits_for_an_item_is_woken,
    who_waits_for_room_is_woken,
    a_get_out_of_time_loses_nothing,
    a_put_out_of_time_leaves_nothing,
    a_larger_maxsize_lets_everyone_put,
    join_waits_until_all_is_done,
    join_sees_the_end_of_its_round,
    everyone_who_joins_is_woken,
    a_panic_ends_its_task,
    a_comparison_that_panics_keeps_nobody_waiting,
    shutdown_wakes_everyone_who_gets,
    shutdown_wakes_everyone_who_puts,
    shutdown_at_once_wakes_everyone_who_joins,
    a_graceful_end_loses_nothing,
    nothing_is_put_after_the_end,
    the_picture_is_whole,
    simple_an_item_in_the_last_moment_is_not_lost,
    ring_every_item_is_fetched_once,
    ring_no_item_is_fetched_twice,
    ring_what_was_put_is_seen,
    ring_who_has_put_finds_an_item,
    ring_who_has_got_finds_room,
    ring_who_waits_for_an_item_is_woken,
    ring_who_waits_for_room_is_woken,
    ring_everyone_who_waits_gets_an_item,
    ring_a_wait_out_of_time_loses_nothing,
    ring_shutdown_wakes_everyone,
    ring_shutdown_gives_items_back,
    ring_nothing_is_put_after_the_end,
    ring_is_never_longer_than_its_capacity,
}
