//! What the handle and the registry promise, one scenario a promise.

use super::by_hand;

crate::sync::models! {
    what_it_did_is_seen,
    the_value_is_there_before_the_end,
    nobody_sleeps_through_the_end,
    everyone_who_waits_is_woken,
    a_timeout_loses_nothing,
    a_panic_reaches_who_joins,
    the_hook_comes_before_the_end,
    a_value_nobody_joins_for_is_dropped_before_the_end,
    a_thread_finds_itself_in_the_list,
    children_are_waited_for,
    daemons_are_not_waited_for,
}
