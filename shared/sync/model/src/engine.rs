//! What a world has to provide so that the watched types of [`crate::sync`] work in it.
//!
//! The types keep their own books (who owns a lock, who waits for what) in a [`Run`](crate::run::Run).
//! An engine decides only *who moves next* and *what memory shows*:
//!
//! | engine | who moves next | memory |
//! |---|---|---|
//! | `sync-checked` | loom, every way in turn | loom's C11 model |
//! | `sync-played` | whoever plays | sequentially consistent |
//! | [`crate::native`] | the operating system | the machine's |

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::trace::ThreadNumber;

/// The width of an atomic integer. The model works on bits; signs and `bool` are the types' business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 8 bits, `bool` included.
    W8,
    /// 32 bits.
    W32,
    /// 64 bits, `usize` included.
    W64,
}

/// A read-modify-write operation and its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rmw {
    /// Store the operand.
    Swap(u64),
    /// Wrapping addition.
    Add(u64),
    /// Wrapping subtraction.
    Sub(u64),
    /// Bitwise and.
    And(u64),
    /// Bitwise or.
    Or(u64),
    /// Bitwise exclusive or.
    Xor(u64),
    /// The greater of the two, unsigned.
    Max(u64),
    /// The smaller of the two, unsigned.
    Min(u64),
}

impl Rmw {
    /// The operand.
    pub fn operand(self) -> u64 {
        match self {
            Rmw::Swap(v) | Rmw::Add(v) | Rmw::Sub(v) | Rmw::And(v) => v,
            Rmw::Or(v) | Rmw::Xor(v) | Rmw::Max(v) | Rmw::Min(v) => v,
        }
    }

    /// What the operation makes of a value.
    pub fn outcome(self, before: u64, width: Width) -> u64 {
        let mask = match width {
            Width::W8 => u64::from(u8::MAX),
            Width::W32 => u64::from(u32::MAX),
            Width::W64 => u64::MAX,
        };
        let after = match self {
            Rmw::Swap(v) => v,
            Rmw::Add(v) => before.wrapping_add(v),
            Rmw::Sub(v) => before.wrapping_sub(v),
            Rmw::And(v) => before & v,
            Rmw::Or(v) => before | v,
            Rmw::Xor(v) => before ^ v,
            Rmw::Max(v) => before.max(v),
            Rmw::Min(v) => before.min(v),
        };
        after & mask
    }
}

/// Something whose `Drop` gives back what was taken: a lock of a [`RawMutex`] or [`RawRwLock`].
pub trait Held {}

/// A lock without data.
pub trait RawMutex: Send + Sync {
    /// Takes the lock. Blocks until it is free.
    fn lock(&self) -> Box<dyn Held + '_>;
    /// Takes the lock if it is free.
    fn try_lock(&self) -> Option<Box<dyn Held + '_>>;
    /// The calling thread, which has the lock, is about to give it back: lets the engine decide whether somebody who
    /// tries to take it comes first.
    fn leaving(&self) {}
    /// The same, where the lock is given back for the time of a wait, which is an operation of its own.
    fn leaving_to_wait(&self) {}
}

/// A lock without data that many may read and one may write.
pub trait RawRwLock: Send + Sync {
    /// Blocks until no writer holds the lock.
    fn read(&self) -> Box<dyn Held + '_>;
    /// Blocks until nobody holds the lock.
    fn write(&self) -> Box<dyn Held + '_>;
    /// Takes a share if no writer holds the lock.
    fn try_read(&self) -> Option<Box<dyn Held + '_>>;
    /// Takes the lock if nobody holds it.
    fn try_write(&self) -> Option<Box<dyn Held + '_>>;
    /// As [`RawMutex::leaving`], for the lock and for a share of it.
    fn leaving(&self) {}
}

/// An atomic integer, as bits in the lowest places of a `u64`.
pub trait RawAtomic: Send + Sync {
    /// Atomic load.
    fn load(&self, order: Ordering) -> u64;
    /// Atomic store.
    fn store(&self, value: u64, order: Ordering);
    /// Atomic read-modify-write; returns the value before.
    fn rmw(&self, operation: Rmw, order: Ordering) -> u64;
    /// Atomic compare-and-exchange; returns the value before, as `Ok` if it was exchanged.
    fn compare_exchange(
        &self,
        current: u64,
        new: u64,
        success: Ordering,
        failure: Ordering,
    ) -> Result<u64, u64>;
}

/// Watches the accesses to memory that is not atomic.
pub trait RawCell: Send + Sync {
    /// The calling thread reads the memory now.
    fn read(&self);
    /// The calling thread writes the memory now.
    fn write(&self);
}

/// A place where the order of two threads matters although nothing is read or written: a condition
/// variable that one is about to wait on and another about to notify.
pub trait Point: Send + Sync {
    /// Lets the engine decide who comes first.
    fn visit(&self);
}

/// A thread's turnstile: it lets the thread through once for each opening, and remembers one opening.
pub trait Gate: Send + Sync {
    /// Blocks the calling thread until the gate is open, goes through, and closes it.
    fn pass(&self);
    /// Opens the gate, which must be closed. What the opener did before happens before what the thread
    /// does after it has passed.
    fn open(&self);
}

/// Takes the result of a thread's end: `join` returns once the thread has finished, and what the thread
/// did happens before what the caller does next.
pub trait RawJoin: Send + Sync {
    /// Blocks until the thread has finished.
    fn join(&self);
}

/// A world: see the [module's documentation](self).
pub trait Engine: Send + Sync {
    /// How many threads a run may have, the first one included; `None`: as many as it likes.
    fn most_threads(&self) -> Option<usize> {
        None
    }
    /// Starts a thread. Its body sets everything up for itself; `number` is who it will be.
    fn spawn(&self, number: ThreadNumber, body: Box<dyn FnOnce() + Send>) -> Arc<dyn RawJoin>;
    /// A new lock, free.
    fn mutex(&self) -> Box<dyn RawMutex>;
    /// A new readers-writer lock, free.
    fn rwlock(&self) -> Box<dyn RawRwLock>;
    /// A new atomic integer.
    fn atomic(&self, width: Width, initial: u64) -> Box<dyn RawAtomic>;
    /// A new watched cell.
    fn cell(&self) -> Box<dyn RawCell>;
    /// A new point.
    fn point(&self) -> Box<dyn Point>;
    /// A new gate, closed. The calling thread need not be the one that will pass it.
    fn gate(&self) -> Arc<dyn Gate>;
    /// A fence between the atomics around it.
    fn fence(&self, order: Ordering);
    /// Gives way: others that can move do so first.
    fn yield_now(&self);
    /// Everything has been decided. Ends the run, and never returns to the caller: whatever its frames
    /// still hold is left as it is, and no destructor runs (see `ending.rs`).
    fn stop(&self) -> !;
}
