//! What the reentrant locks promise, one scenario a promise. `fast_…` is about step 3, the rest about steps 1 and 2.
//!
//! Step 3 leaves all waiting to step 1, so its scenarios are about who takes itself for the owner.
//!
//! Two threads are enough for nearly all: a lock has two sides, the owner's and the waiters', and for the owner
//! all others are alike. Where one waiter could be forgotten for another there are three.

use super::{by_hand, regions};

crate::sync::models! {
    others_stay_out,
    the_owner_goes_deeper,
    nobody_is_forgotten,
    only_the_owner_unlocks,
    the_depth_is_the_callers,
    try_never_waits,
    in_time,
    a_timeout_leaves_no_trace,
    all_levels_and_back,
    guards_exclude,
    a_panic_gives_back_all,
    fast_others_stay_out,
    fast_only_the_owner_unlocks,
    fast_in_time,
    fast_all_levels_and_back,
    fast_a_number_is_not_given_again,
    a_split_is_one_step,
    a_claim_is_one_step,
    the_picture_is_whole,
}
