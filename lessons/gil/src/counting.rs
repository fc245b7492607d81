//! What a script may do without a lock of its own, and what it may not.
//!
//! Under the interpreter's lock a thread is sent away where the evaluator looks, and nowhere else.
//! So what a script does between two looks, nobody disturbs; and what has a look in the middle is
//! two things, between which anything may happen. Where it looks, no language says: it is as the
//! evaluator was written, and may be otherwise in the next version.

use super::by_hand::{Closed, Held};

// ANCHOR: count
/// `count += 1`, as the evaluator runs it: it reads, adds and assigns, and then it looks.
///
/// # Errors
/// If the lock is closed.
pub fn count(held: &mut Held<'_, u64>) -> Result<(), Closed> {
    let read = **held;
    **held = read + 1;
    look(held)
}
// ANCHOR_END: count

/// What the evaluator does where a loop begins again, or a function is called.
fn look(held: &mut Held<'_, u64>) -> Result<(), Closed> {
    if held.is_requested() { held.give_way() } else { Ok(()) }
}
