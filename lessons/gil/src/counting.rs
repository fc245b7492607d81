//! What a script may do without a lock of its own, and what it may not.
//!
//! Under the interpreter's lock a thread is sent away where the evaluator looks, and nowhere else.
//! So what a script does between two looks, nobody disturbs; and what has a look in the middle is
//! two things, between which anything may happen. Where it looks, no language says: it is as the
//! evaluator was written, and may be otherwise in the next version.

use super::by_hand::{Closed, Held};
use crate::sync::Mutex;

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

// ANCHOR: count_locked
/// `count += one()`: there is a look in the middle. So a lock of the script is around it.
///
/// # Errors
/// If the interpreter's lock is closed.
pub fn count_locked(held: &mut Held<'_, u64>, lock: &Mutex<()>) -> Result<(), Closed> {
    // Whoever has the lock needs the interpreter before it releases it. So who waits for the lock
    // gives the interpreter up.
    let locked = held.release_while(|| lock.lock());
    let read = **held;
    look(held)?;
    **held = read + 1;
    drop(locked);
    look(held)
}
// ANCHOR_END: count_locked

/// What the evaluator does where a loop begins again, or a function is called.
fn look(held: &mut Held<'_, u64>) -> Result<(), Closed> {
    if held.is_requested() { held.give_way() } else { Ok(()) }
}
