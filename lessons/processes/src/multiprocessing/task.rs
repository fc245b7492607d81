//! Functions that another process can find.
//!
//! Threads share their program's code, so a thread is given a closure. A process that is started has none of that: it
//! has the same executable, and begins at its `main`. So what it is to do is said by *name*, with its arguments as
//! bytes, and `main` has to hand out the names before it does anything else. Python does the same when it *spawns*:
//! it sends the name of a function, and the child imports the module that has it. That is why the function has to be
//! importable there, and why a script that starts processes needs `if __name__ == "__main__":`. Here it is [`enter`].

use std::collections::BTreeSet;
use std::env;
use std::fmt;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::child;

/// What a process that was started by another has as its only argument.
pub(super) const MARK: &str = "--begin-as-a-process-of-its-parent";

// ANCHOR: task
/// A function with a name, by which another process of the same program can find it.
///
/// What goes in and what comes out is serialised, since nothing is shared.
///
/// ```
/// use processes::multiprocessing::Task;
///
/// static SQUARE: Task<u32, u32> = Task::new("square", |n| n * n);
/// ```
pub struct Task<A, R> {
    name: &'static str,
    run: fn(A) -> R,
}

impl<A, R> Task<A, R> {
    /// A function, and the name that it is to have: unique among those that are given to [`enter`].
    #[must_use]
    pub const fn new(name: &'static str, run: fn(A) -> R) -> Task<A, R> {
        Task { name, run }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}
// ANCHOR_END: task

impl<A, R> fmt::Debug for Task<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Task").field(&self.name).finish()
    }
}

/// What its arguments are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Times {
    /// They are for one call.
    Once,
    /// They are a list, of which each is for a call. So are the results.
    Each,
}

/// A task whose types are forgotten: what it takes and returns are bytes. Every [`Task`] with arguments that can be
/// deserialised, and a result that can be serialised, is one.
pub trait Entry: Sync {
    /// Its name.
    fn entry_name(&self) -> &'static str;

    /// Calls it, here and now.
    ///
    /// # Errors
    /// If the bytes are no arguments of its kind, or its result cannot be serialised.
    fn call(&self, arguments: &[u8], times: Times) -> Result<Vec<u8>, postcard::Error>;
}

impl<A: DeserializeOwned, R: Serialize> Entry for Task<A, R> {
    fn entry_name(&self) -> &'static str {
        self.name
    }

    // ANCHOR: call
    fn call(&self, arguments: &[u8], times: Times) -> Result<Vec<u8>, postcard::Error> {
        match times {
            Times::Once => postcard::to_stdvec(&(self.run)(postcard::from_bytes(arguments)?)),
            Times::Each => {
                let arguments: Vec<A> = postcard::from_bytes(arguments)?;
                postcard::to_stdvec(&arguments.into_iter().map(self.run).collect::<Vec<R>>())
            }
        }
    }
    // ANCHOR_END: call
}

/// All tasks of this program: the same in each of its processes.
static TASKS: OnceLock<Vec<&'static dyn Entry>> = OnceLock::new();

// ANCHOR: enter
/// Says what tasks there are. The first thing that `main` does, before it looks at the command line: in a process
/// that was started for one of them, this does the task and *does not return*.
///
/// ```standalone_crate
/// use processes::multiprocessing::{Process, Task, enter};
///
/// static GREET: Task<String, ()> = Task::new("greet", |name| println!("hello, {name}"));
///
/// fn main() {
///     enter(&[&GREET]);
///     // Only the parent comes here.
///     let process = Process::spawn(&GREET, "child".to_owned()).unwrap();
///     assert!(process.join().is_success());
/// }
/// ```
///
/// # Panics
/// If two tasks have the same name, or it is called twice.
pub fn enter(tasks: &[&'static dyn Entry]) {
    let names: BTreeSet<&str> = tasks.iter().map(|task| task.entry_name()).collect();
    assert_eq!(names.len(), tasks.len(), "two tasks have the same name");
    assert!(TASKS.set(tasks.to_vec()).is_ok(), "`enter` is called once, at the beginning of `main`");
    if env::args_os().nth(1).is_some_and(|first| first == MARK) {
        child::begin();
    }
}
// ANCHOR_END: enter

/// Why there is no such task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTask {
    /// [`enter`] was not called: a process that is started now would begin as this one did, and start another.
    NotEntered,
    /// It is not among those that `enter` was given.
    Unknown,
}

/// The task of this name.
pub(super) fn find(name: &str) -> Result<&'static dyn Entry, NoTask> {
    let tasks = TASKS.get().ok_or(NoTask::NotEntered)?;
    tasks.iter().copied().find(|task| task.entry_name() == name).ok_or(NoTask::Unknown)
}

/// Whether this program's processes know what to do.
pub(super) fn has_entered() -> bool {
    TASKS.get().is_some()
}
