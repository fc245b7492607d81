//! What stealing promises, one scenario a promise. Each is run under every schedule within its bound.

use super::by_hand;

crate::sync::models! {
    each_task_is_taken_once,
    two_thieves_and_the_owner,
    what_came_before_is_stolen_with_it,
    a_place_is_written_again,
    everything_is_done_and_everybody_ends,
    nobody_sleeps_through_a_push,
    calling_off_wakes_everyone,
    a_panic_calls_it_off,
    the_picture_is_whole,
}
