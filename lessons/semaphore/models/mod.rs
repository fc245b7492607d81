//! What the semaphores promise, one scenario a promise. `count_…` is the same scenario for step 1.
//!
//! None is larger than three threads. A permit has two sides, who gives it and who takes it; a third thread is there to
//! overtake, to be forgotten, or to get in as one too many.

use super::{bands, by_hand};

crate::sync::models! {
    count_only_so_many_get_in,
    count_what_came_before_is_seen,
    count_as_many_go_on_as_permits_come,
    count_a_limited_wait_ends,
    count_a_timeout_loses_no_permit,
    only_so_many_get_in,
    what_came_before_is_seen,
    as_many_go_on_as_permits_come,
    a_limited_wait_ends,
    a_timeout_loses_no_permit,
    first_come_first_served,
    a_panic_gives_the_permit_back,
    a_release_too_many_changes_nothing,
    never_more_buffers_than_permits,
}
