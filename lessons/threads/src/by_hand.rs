//! A thread's handle by hand: joined with a timeout, asked whether it is alive, listed, named.
//!
//! The operating system starts the thread; everything that others can know of it afterwards is made here,
//! from a mutex, a condition variable and a flag. The plan is that of CPython's `threading` module, where a
//! thread is an object with an event "it has ended" that anybody may wait for, and of `std`, where a
//! *packet*, shared by the thread and its handle, carries the value across.
//!
//! It is built in four steps:
//!
//! 1. [`finish`]: the moment at which a thread ends: one flag, and a way to sleep until it is up;
//! 2. [`thread`]: a [`Thread`] as anybody may know it: its name, whether it lives, a way to wait for its end;
//! 3. [`handle`]: [`spawn`], and a [`Handle`] that gives the thread's value, or its panic, to who joins;
//! 4. [`registry`]: [`Threads`], which knows which of its threads live, tells of their panics, and waits for
//!    them at the end of `main`.
//!
//! # Invariants
//!
//! Of every thread, whatever it does and however it ends:
//!
//! 1. It leaves its outcome before it reaches its finish, and reaches it once.
//! 2. Who has seen the finish sees all that the thread did.
//! 3. The finish is reached under its lock, and whoever goes to sleep looks at it under that lock.
//! 4. The outcome is taken by who owns the handle, after the finish: it is there, and it is theirs alone.
//! 5. A thread is in its registry before its own code runs, until it finishes.

#[path = "by_hand/1_finish.rs"]
pub mod finish;
#[path = "by_hand/3_handle.rs"]
pub mod handle;
#[path = "by_hand/4_registry.rs"]
pub mod registry;
#[path = "by_hand/2_thread.rs"]
pub mod thread;

pub use handle::{Handle, Outcome, Panic, StillAlive, spawn};
pub use registry::{Builder, Threads};
pub use thread::Thread;
