//! Processes, and what goes between them: made of what the operating system has, for Unix.
//!
//! | here | Python's `multiprocessing` |
//! |---|---|
//! | [`Task`], [`enter`] | a function that a child can import; `if __name__ == "__main__":`, `freeze_support` |
//! | [`Process`], [`Builder`] | `Process`, `set_executable`, `current_process` |
//! | [`pipe`], [`End`] | `Pipe`, `Connection` |
//! | [`Queue`] | `Queue` |
//! | [`ProcessPool`], [`PoolBuilder`] | `ProcessPoolExecutor`, `Pool` |
//! | [`SharedMemory`], [`Name`], [`unlink`] | `shared_memory.SharedMemory` |
//! | [`SystemFutex`], with [`Lock`](crate::by_hand::Lock) and [`Value`](crate::by_hand::Value) | `Lock`, `Value` |
//!
//! # Layout
//!
//! 1. `task.rs`: functions that have a name, because a pointer means nothing in another process;
//! 2. `parcel.rs`: arguments that have file descriptors in them;
//! 3. `start.rs`, `child.rs` and `process.rs`: to start one, what it does at its beginning, and to see it end;
//! 4. `frame.rs` and `pipe.rs`: values on a stream of bytes;
//! 5. `queue.rs`: a queue between processes, over [`by_hand::queue`](crate::by_hand::queue);
//! 6. `pool.rs`, `map.rs` and `worker.rs`: a pool, over [`by_hand::pool`](crate::by_hand::pool);
//! 7. `memory.rs`: memory that several processes have mapped;
//! 8. `futex.rs`: how a process sleeps on a word in it, and is woken by another one.

mod child;
mod frame;
mod futex;
mod map;
mod memory;
mod parcel;
mod pipe;
mod pool;
mod process;
mod queue;
mod start;
mod task;
mod worker;

pub use child::{Current, current};
pub use frame::{FrameError, LONGEST_FRAME};
pub use futex::SystemFutex;
pub use map::{ChunkLost, Map};
pub use memory::{Name, Shareable, SharedMemory, unlink};
pub use parcel::Descriptor;
pub use pipe::{End, Never, PipeError, Receiver, Sender, one_way, pipe};
pub use pool::{JobError, Outcome, PoolBuilder, ProcessPool, Refused};
pub use process::{Exit, Process, Switch};
pub use queue::{Queue, QueueError};
pub use start::{Builder, StartError};
pub use task::{Entry, Task, Times, enter};
pub use worker::Death;
