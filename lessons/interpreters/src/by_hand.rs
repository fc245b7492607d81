//! Isolated interpreters by hand, in seven steps.
//!
//! 1. `Mailbox`: messages under a mutex, with a condition variable for each thing that somebody may wait for;
//! 2. [`Sender`] and [`Receiver`]: its two ends, each of which learns when nobody is left at the other one;
//! 3. [`Engine`]: what runs code, and how an interpreter serves its mailbox, in its own thread;
//! 4. [`Interpreters`]: all that there are, and the life of each;
//! 5. [`Interpreter`]: one of them, as others see it;
//! 6. [`Queue`]: values between interpreters, and what becomes of them when the one that put them is closed;
//! 7. [`Executor`]: a pool of interpreters that serve one mailbox.
//!
//! Each step can be read and checked without the ones after it. An answer is a future of the lesson `future`.

#[path = "by_hand/1_mailbox.rs"]
mod mailbox;

#[path = "by_hand/2_ends.rs"]
mod ends;

#[path = "by_hand/3_engine.rs"]
mod engine;

#[path = "by_hand/4_registry.rs"]
mod registry;

#[path = "by_hand/5_interpreter.rs"]
mod interpreter;

#[path = "by_hand/6_queue.rs"]
mod queue;

#[path = "by_hand/7_executor.rs"]
mod executor;

#[path = "by_hand/errors.rs"]
mod errors;

pub use ends::{Receiver, Sender, bounded, unbounded};
pub use engine::{Engine, Reply};
pub use errors::{
    CloseError, Closed, ExecutionFailed, GetError, NotIdle, PutError, RecvError, Refused, RunError,
    SendError, Trouble,
};
pub use executor::{Builder, Executor};
pub use interpreter::Interpreter;
pub use queue::{Item, Queue, Unbound};
pub use registry::{Id, Interpreters};

pub use super::future::Shutdown;
