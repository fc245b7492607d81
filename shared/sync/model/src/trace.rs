//! What happened in one run, as data: counterexamples, play and the book all use this one type.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::verdict::Verdict;

/// A thread of a run: 0 is the one that the scenario begins in.
pub type ThreadNumber = usize;
/// An object of a run, in the order in which they were made.
pub type ObjectNumber = usize;

/// One run, from its first step to its ending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The scenario.
    pub model: String,
    /// Every thread that was started; the index is its [`ThreadNumber`].
    pub threads: Vec<ThreadInfo>,
    /// Every object that was made; the index is its [`ObjectNumber`].
    pub objects: Vec<ObjectInfo>,
    /// What was done, in order.
    pub steps: Vec<Step>,
    /// How it ended.
    pub ending: Ending,
}

/// A thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadInfo {
    /// Its name; `main` for thread 0.
    pub name: String,
    /// Where it was started.
    pub started_at: Place,
}

/// An object that threads share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectInfo {
    /// What it is.
    pub kind: ObjectKind,
    /// What the source calls it, as far as the line that makes it tells.
    pub name: String,
    /// Where it was made.
    pub made_at: Place,
}

/// The kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// `Mutex`
    Mutex,
    /// `RwLock`
    RwLock,
    /// `Condvar`
    Condvar,
    /// An atomic integer or `bool`.
    Atomic,
    /// Memory that is not atomic: `UnsafeCell`, `Plain`.
    Cell,
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ObjectKind::Mutex => "mutex",
            ObjectKind::RwLock => "rwlock",
            ObjectKind::Condvar => "condvar",
            ObjectKind::Atomic => "atomic",
            ObjectKind::Cell => "cell",
        })
    }
}

/// A line of source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the compiler names it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl Place {
    /// The file without its folders.
    pub fn file_name(&self) -> &str {
        self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file)
    }
}

impl From<&std::panic::Location<'_>> for Place {
    fn from(location: &std::panic::Location<'_>) -> Place {
        Place { file: location.file().to_owned(), line: location.line() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file_name(), self.line)
    }
}

/// One thing that one thread did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Who.
    pub thread: ThreadNumber,
    /// Where in the source.
    pub at: Place,
    /// What.
    pub action: Action,
    /// On which object.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub object: Option<ObjectNumber>,
    /// What the object is like after the step.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<String>,
    /// Whom the step let go on.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unblocked: Vec<ThreadNumber>,
    /// Whether the step before was another thread's, and why that one stopped.
    pub switch: Switch,
}

/// Why the thread of this step is not the thread of the step before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// It is the same thread.
    None,
    /// The one before had finished, could not go on, or gave way.
    Natural,
    /// The one before could have gone on: it was preempted.
    Preemption {
        /// The thread that had to stop.
        of: ThreadNumber,
    },
}

/// The actions that a [`Step`] can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Started a thread.
    Spawn(ThreadNumber),
    /// Found that a thread it waited for had finished, and whether that thread had panicked.
    Join {
        /// The thread that had finished.
        thread: ThreadNumber,
        /// Whether it had panicked.
        panicked: bool,
    },
    /// Has to wait until a thread finishes.
    JoinBlocked(ThreadNumber),
    /// Came to its end.
    Finish,
    /// Panicked.
    Panic(String),
    /// Caught a panic.
    Catch,
    /// Took a lock.
    Lock,
    /// Has to wait for a lock, and who holds it.
    LockBlocked(ThreadNumber),
    /// Tried for a lock, and whether it got it.
    TryLock(bool),
    /// Gave a lock back.
    Unlock,
    /// Took a share of a readers-writer lock.
    Read,
    /// Has to wait for a share.
    ReadBlocked,
    /// Took a readers-writer lock for itself.
    Write,
    /// Has to wait for a readers-writer lock.
    WriteBlocked,
    /// Tried for a share, and whether it got it.
    TryRead(bool),
    /// Tried for a readers-writer lock, and whether it got it.
    TryWrite(bool),
    /// Gave a readers-writer lock or a share of it back.
    Release,
    /// Gave the lock back and began to wait.
    Wait {
        /// The mutex that it gave back.
        mutex: ObjectNumber,
        /// Whether there is a deadline.
        timed: bool,
    },
    /// Stopped waiting, and why; it does not have the lock back yet.
    Woken(Wake),
    /// Notified one; whom, if anybody waited.
    NotifyOne(Option<ThreadNumber>),
    /// Notified all; whom.
    NotifyAll(Vec<ThreadNumber>),
    /// Began to park.
    Park {
        /// Whether there is a deadline.
        timed: bool,
    },
    /// Did not have to park: somebody had unparked it before.
    ParkToken,
    /// Went on after a park, and why.
    Unparked(Wake),
    /// Unparked a thread.
    Unpark {
        /// Which.
        thread: ThreadNumber,
        /// What came of it.
        effect: Unpark,
    },
    /// Gave way to the others.
    Yield,
    /// Loaded a value.
    Load {
        /// The value.
        value: u64,
        /// The ordering.
        order: Order,
    },
    /// Stored a value.
    Store {
        /// The value.
        value: u64,
        /// The ordering.
        order: Order,
    },
    /// Read, changed and wrote in one step.
    ReadModifyWrite {
        /// The operation: `fetch_add`, `swap`, …
        name: Cow<'static, str>,
        /// Its operand.
        operand: u64,
        /// The value before.
        before: u64,
        /// The ordering.
        order: Order,
    },
    /// Compared, and exchanged if equal.
    CompareExchange {
        /// What was expected.
        expected: u64,
        /// What was to be stored.
        new: u64,
        /// What was found.
        found: u64,
        /// Whether it was exchanged.
        exchanged: bool,
        /// The ordering that applied.
        order: Order,
    },
    /// A fence.
    Fence(Order),
    /// Read memory that is not atomic.
    CellRead,
    /// Wrote memory that is not atomic.
    CellWrite,
    /// Looked whether a deadline had passed.
    Clock {
        /// Whether it had.
        passed: bool,
    },
}

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wake {
    /// Somebody notified or unparked it.
    Notified,
    /// Nobody did: a spurious wakeup.
    Spurious,
    /// Its deadline passed.
    TimedOut,
}

/// What an unpark came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unpark {
    /// The thread was parked and goes on.
    Woke,
    /// The thread was not parked: its next park returns at once.
    Remembered,
    /// The thread had an unpark to come already, or had finished: this one is lost.
    Lost,
}

/// Memory orderings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// `Relaxed`
    Relaxed,
    /// `Acquire`
    Acquire,
    /// `Release`
    Release,
    /// `AcqRel`
    AcqRel,
    /// `SeqCst`
    SeqCst,
}

impl From<std::sync::atomic::Ordering> for Order {
    fn from(order: std::sync::atomic::Ordering) -> Order {
        use std::sync::atomic::Ordering;
        match order {
            Ordering::Relaxed => Order::Relaxed,
            Ordering::Acquire => Order::Acquire,
            Ordering::Release => Order::Release,
            Ordering::AcqRel => Order::AcqRel,
            _ => Order::SeqCst,
        }
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Every thread came to its end, and every check held.
    Passed,
    /// A played run whose schedule ended before the run did.
    Unfinished {
        /// Who could move, and what it would do.
        can_move: Vec<(ThreadNumber, String)>,
    },
    /// Something was wrong.
    Failed {
        /// What, as one word.
        verdict: Verdict,
        /// What, in a sentence: the panic's message, both sides of a race.
        message: String,
        /// Where, if there is one line to blame.
        at: Option<Place>,
        /// Who is stuck on what; empty unless threads are stuck.
        stuck: Vec<Stuck>,
    },
}

/// A thread that cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    /// Who.
    pub thread: ThreadNumber,
    /// Where.
    pub at: Place,
    /// What it waits for.
    pub on: Obstacle,
    /// The locks that it holds meanwhile.
    pub holds: Vec<ObjectNumber>,
}

/// What a stuck thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// A lock, and who holds it.
    Lock {
        /// The lock.
        object: ObjectNumber,
        /// Its holder; `None` where several share it.
        held_by: Option<ThreadNumber>,
    },
    /// A notification.
    Notification {
        /// The condition variable.
        condvar: ObjectNumber,
    },
    /// An unpark.
    Unpark,
    /// The end of another thread.
    Thread(ThreadNumber),
}

impl Trace {
    /// How many preemptions the run has.
    pub fn preemptions(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step.switch, Switch::Preemption { .. })).count()
    }
}
