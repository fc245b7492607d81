//! What the locks promise, one scenario a promise. `spin_…` is about step 1, the rest about steps 2 and 3.
//!
//! None is larger than three threads. A lock has two sides, the owner's and the waiters', and two waiters are
//! enough for one to overtake or to be forgotten for the other; more of them meet each other only in the line,
//! which is locked.
//!
//! Models of two threads are explored completely, but for two that have too many schedules. Those of three state a
//! small bound, and not only for time: a spin lock relies on a scheduler that runs its owner some time, and the
//! explorer is not that fair. With enough preemptions it lets two threads spin in turns for ever (at the lock of the
//! line, too) while the owner, who could go on, is never run.

use super::by_hand;

crate::sync::models! {
    spin_one_inside,
    spin_next_sees,
    spin_everyone_gets_in,
    spin_in_time,
    spin_unlock_of_a_free_lock,
    one_inside,
    next_sees,
    timed_next_sees,
    nobody_forgotten,
    in_turn,
    try_never_waits,
    in_time,
    timeout_leaves_no_trace,
    unlock_of_a_free_lock,
    unlock_from_anywhere,
    guard_excludes,
    panic_unlocks,
}
