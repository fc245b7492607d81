//! What processes share, by hand, in four steps. It is made of words: atomic numbers of 32 bits, which may lie in
//! memory that several processes have mapped.
//!
//! 1. [`Futex`]: to sleep as long as a word has a value. The one thing that a lock cannot do by itself, and asks the
//!    system for; [`LocalFutex`] is how it is done, for the threads of one process.
//! 2. [`Lock`]: one word. It knows who has it, so that it can be taken from the dead, and who comes next is told.
//! 3. [`Value`]: a number and the lock that goes with it, as Python's `multiprocessing.Value`.
//! 4. [`Claims`]: who draws which piece of the picture, and what becomes of the pieces of a worker that died.
//!
//! And two parts of what processes tell each other, for which no process is needed:
//!
//! 5. [`queue`]: a shelf from which items are lent before they are given away, so that none is lost with who dies;
//! 6. [`pool`]: workers any of whom may die, and a future for each job.
//!
//! Nothing here knows of processes, or of memory that is shared: a word is a word wherever it lies, and whoever can die
//! can be a thread. That is why all of it can be run under every schedule. The processes themselves, their pipes and
//! their memory are in `multiprocessing`.

#[path = "by_hand/1_futex.rs"]
mod futex;

#[path = "by_hand/2_lock.rs"]
mod lock;

#[path = "by_hand/3_value.rs"]
mod value;

#[path = "by_hand/4_claims.rs"]
mod claims;

#[path = "by_hand/pool.rs"]
pub mod pool;

#[path = "by_hand/queue.rs"]
pub mod queue;

pub use claims::Claims;
pub use futex::{Futex, LocalFutex};
pub use lock::{Guard, Lock, LockWord, Owner};
pub use value::{Value, ValueGuard, ValueWords};
