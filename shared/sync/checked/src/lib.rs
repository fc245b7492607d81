//! Runs a scenario under every schedule within a bound, and shows the one that fails.
//!
//! A primitive's file and its scenarios import concurrency from `crate::sync`. A test that mounts them
//! makes that name mean [`sync`] of this crate, and then [`check`] explores them over `loom`:
//!
//! ```
//! use sync_checked::{Verdict, check};
//! use sync_checked::sync::{Arc, Model, Mutex, thread};
//!
//! let model = Model::new("two threads count to two", || {
//!     let count = Arc::new(Mutex::new(0));
//!     let other = Arc::clone(&count);
//!     let adder = thread::spawn(move || *other.lock() += 1);
//!     *count.lock() += 1;
//!     adder.join().expect("the adder does not panic");
//!     assert_eq!(*count.lock(), 2);
//! });
//! let report = check(&model).expect("it holds under every schedule");
//! assert!(report.complete);
//! ```
//!
//! # What is proved, and what is not
//!
//! A model that passes has been run under **every** schedule of its threads, and with every value that
//! the C11 memory model lets a load return, *within these limits*:
//!
//! - **Preemptions.** With [`Bound::AtMost`](sync::Bound) every schedule with so many preemptions is run,
//!   and some with one more. If one of those fails, the model fails: it is as true a failure as any. A report
//!   says whether the exploration was complete.
//! - **Threads.** Five at most, the scenario's own included.
//! - **Steps.** A run with more steps than the model allows (400 unless told otherwise) counts as a
//!   livelock.
//! - **Early wakes.** loom knows neither spurious wakeups nor timeouts. They are tried from outside: for
//!   every choice of at most `early_wakes` waits that end early, one exploration. "Complete" is said for
//!   that number. A wait that ends early does so as soon as it begins, or after other threads have moved
//!   at the cost of a preemption. Apart from that a deadline passes only when nobody else can move.
//! - **Time.** Each thread has a clock of its own, which goes on only when a deadline of its own passes. So a deadline
//!   that two threads share may have passed for one and be to come for the other, even where the one has told the
//!   other of it. And who spins can move, so that no deadline passes for the others meanwhile: a thread that spins
//!   until another one's wait has timed out is judged a livelock. Both can make a right program look wrong.
//! - **Memory.** `SeqCst` operations are treated about as `AcqRel`; only fences are sequentially
//!   consistent. A load sees at most the seven newest values. Loads never see stores that are made later
//!   (load buffering), nor values out of thin air. `compare_exchange_weak` never fails spuriously.
//! - **Order of stores.** Where no happens-before orders two changes of an atomic, loom leaves their order open, also
//!   where it is settled otherwise: a `store` that came after a `swap` of another thread can be missed by the next
//!   `swap`, which the memory model forbids. So a right program can be judged wrong whose threads change one atomic
//!   partly by `store`, partly by read-modify-write. With `swap` in the place of `store` it is judged as it should be.
//! - **Shares.** No thread may hold two shares of one `RwLock`: loom counts them as one.
//! - **Fairness.** `Condvar::notify_one` wakes whoever has waited longest. A thread that is notified or
//!   unparked sees all that the waker did before, as if the wakeup itself published it.
//! - **What is watched.** Only operations of [`sync`]. Memory that is reached around it (through a
//!   reference, a `static`) is not seen; put it into `UnsafeCell` or `Plain`.
//!
//! A model that **fails** shows one schedule, which has the fewest preemptions that it takes:
//! [`Counterexample`] says of which schedules, and when there may be one with fewer.
//!
//! And a model proves something only of what it does: a model that is too small passes for a broken
//! primitive. That is why each promise has a planted mutant that its model must catch.
//!
//! # Layout
//!
//! 1. [`explore`]: which explorations are made, in which order;
//! 2. `exploration.rs`: one of them;
//! 3. `loom_engine.rs`: loom as an engine of `sync-model`;
//! 4. `fibers.rs`: how an exploration goes on after a run that failed;
//! 5. [`report`]: what came of it;
//! 6. `apart.rs`: tests that explore, each in a process of its own.

#![forbid(unsafe_code)]

mod apart;
mod exploration;
pub mod explore;
mod fibers;
mod loom_engine;
pub mod report;

pub use apart::apart;
pub use explore::check;
pub use report::{Counterexample, MOST_SCHEDULES, Report, prove, prove_within};
pub use sync_model::verdict::{UnknownVerdict, Verdict};
pub use sync_model::{sync, trace};

/// [`sync`] for a test that mounts the scenarios of a lesson: each scenario that `sync::models!` declares is also a
/// test, which [`prove`]s it.
///
/// ```text
/// use sync_checked::proving as sync;
///
/// #[path = "../src/by_hand.rs"]
/// mod by_hand;
/// #[path = "../models/mod.rs"]
/// mod models;
/// ```
pub mod proving {
    pub use sync_model::sync::*;

    pub use crate::proved_models as models;
}

/// As [`sync::models!`](sync_model::models), and a test of each model beside them. It is there as `models!` of
/// [`proving`].
#[macro_export]
macro_rules! proved_models {
    ($($name:ident),+ $(,)?) => {
        $crate::sync::models! { $($name),+ }

        mod proved {
            $(
                #[test]
                fn $name() {
                    $crate::apart(concat!(module_path!(), "::", stringify!($name)), || {
                        $crate::prove(&super::$name::model());
                    });
                }
            )+
        }
    };
}
