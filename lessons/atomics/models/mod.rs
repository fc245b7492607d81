//! What atomics promise, one scenario a promise: step 1 first, then steps 2 and 3, then the picture.
//!
//! Two threads are enough nearly everywhere: an atomic step has the one who takes it and one who comes between, a flag
//! has one who raises it and one who looks. Where two of a kind have to meet, as two writers of a sequence lock, a
//! scenario has just these two.
//!
//! These scenarios have more outcomes than orders of steps. Beside whose turn it is, the checker chooses *which value*
//! a load returns: the newest, or an older one where nothing forbids it. That is how an ordering that is too weak is
//! found out.

use super::{board, by_hand};

crate::sync::models! {
    no_count_is_lost,
    each_number_is_claimed_once,
    shares_do_not_overlap,
    a_flag_publishes,
    a_value_is_handed_over,
    the_first_to_set_wins,
    the_first_to_take_gets_it,
    a_reading_is_whole,
    a_reading_publishes,
    no_update_is_lost,
    a_panic_leaves_the_words_as_they_were,
    nobody_sleeps_through_a_piece,
    the_picture_is_whole,
}
