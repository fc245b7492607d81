//! What can be made of single atomic steps, in three steps of its own.
//!
//! 1. [`Counter`] and [`Claims`]: one step that reads and writes, so that nobody can come between. Beside them
//!    [`Padded`], which keeps counters from slowing each other down.
//! 2. [`Flag`] and [`OneShot`]: a step that *publishes*. Who sees the flag sees all that was done before it was raised,
//!    and so a value can be handed over.
//! 3. [`SeqLock`]: several words that are read as one, although no single step could read them.
//!
//! Each step can be read and checked without the ones after it.

#[path = "by_hand/1_counter.rs"]
mod counter;

#[path = "by_hand/2_flag.rs"]
mod flag;

#[path = "by_hand/3_sequence.rs"]
mod sequence;

pub use counter::{Claims, Counter, Padded};
pub use flag::{Flag, OneShot};
pub use sequence::SeqLock;
