//! Step 4: the threads of a program, as Python's `threading` module knows them.
//!
//! Python has one list for the whole process. Here it is a value that whoever starts threads holds, so that
//! two parts of a program (or two tests) do not meet in it.

use std::fmt;
use std::io;

use super::handle::{Handle, Hook, Panic, start};
use super::thread::{Life, Thread};
use crate::sync::{Arc, Mutex};

/// Starts threads and knows which of them live. Clones are the same registry, so that its threads can start
/// others.
///
/// # Example
/// ```
/// use threads::by_hand::Threads;
///
/// let threads = Threads::new();
/// threads.on_panic(|thread, panic| eprintln!("{}: {panic}", thread.name().unwrap_or("?")));
///
/// let (stay, left) = std::sync::mpsc::channel::<()>();
/// let guard = threads.builder().name("guard").daemon().spawn(move || left.recv().is_err()).unwrap();
/// let sum = threads.spawn(|| (1..=4).sum::<i32>());
///
/// assert_eq!(sum.join().unwrap(), 10);
/// assert_eq!(threads.live(), [guard.thread().clone()]);
/// threads.wait_all(); // for all but the daemon, which would keep us
/// drop(stay);
/// assert!(guard.join().unwrap());
/// ```
#[derive(Clone)]
pub struct Threads {
    shared: Arc<Shared>,
}

struct Shared {
    list: Mutex<List>,
    hook: Mutex<Option<Hook>>,
}

#[derive(Default)]
struct List {
    /// Those that live, and some that have ended since the last look.
    threads: Vec<Thread>,
    /// How many were ever started: the next default name.
    started: u64,
}

impl List {
    fn forget_the_ended(&mut self) {
        self.threads.retain(Thread::is_alive);
    }
}

impl Threads {
    /// A registry without threads.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "one reads better where the program's threads are made")]
    pub fn new() -> Threads {
        Threads { shared: Arc::new(Shared { list: Mutex::new(List::default()), hook: Mutex::new(None) }) }
    }

    /// Starts a thread that calls `work`. It is called `thread 1`, `thread 2`, and so on.
    ///
    /// # Panics
    /// If the operating system has no thread to give. [`Builder::spawn`] returns that error.
    pub fn spawn<T, F>(&self, work: F) -> Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        self.builder().spawn(work).expect("the operating system has a thread to give")
    }

    /// A thread to be described before it is started.
    #[must_use = "it starts nothing until `spawn` is called"]
    pub fn builder(&self) -> Builder<'_> {
        Builder { threads: self, name: None, daemon: false }
    }

    /// Has `hook` called for each panic of a thread that is started from now on, in place of an earlier hook.
    ///
    /// It runs in the thread that panicked, with no lock held, once, and before the thread ends: who has
    /// joined the thread sees what the hook did. If it panics itself, that is contained.
    pub fn on_panic(&self, hook: impl Fn(&Thread, &Panic) + Send + Sync + 'static) {
        let before = self.shared.hook.lock().replace(Arc::new(hook));
        // Outside of the lock: what the earlier hook had captured is dropped here.
        drop(before);
    }

    /// The threads that live, in the order in which they were started. One may have ended by the time that you
    /// look at it.
    // ANCHOR: live
    #[must_use]
    pub fn live(&self) -> Vec<Thread> {
        let mut list = self.shared.list.lock();
        list.forget_the_ended();
        list.threads.clone()
    }
    // ANCHOR_END: live

    /// Blocks until no thread but daemons is left, those included that are started meanwhile. This is what
    /// Python does at the end of a program by itself, and Rust does not.
    ///
    /// # Panics
    /// If one of the threads that it waits for calls it: that would never end.
    // ANCHOR: wait_all
    pub fn wait_all(&self) {
        // A thread may have started others before it ended, so there is another look after each wait.
        while let Some(thread) = self.live().into_iter().find(|thread| !thread.is_daemon()) {
            thread.wait();
        }
    }
    // ANCHOR_END: wait_all
}

impl fmt::Debug for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Threads").finish_non_exhaustive()
    }
}

/// A thread that has not been started.
#[must_use = "it starts nothing until `spawn` is called"]
#[derive(Debug)]
pub struct Builder<'a> {
    threads: &'a Threads,
    name: Option<String>,
    daemon: bool,
}

impl Builder<'_> {
    /// Names the thread, for people: two may have the same name.
    pub fn name(self, name: impl Into<String>) -> Self {
        Builder { name: Some(name.into()), ..self }
    }

    /// Lets [`Threads::wait_all`] do without the thread.
    pub fn daemon(self) -> Self {
        Builder { daemon: true, ..self }
    }

    /// Starts the thread.
    ///
    /// # Errors
    /// If the operating system has no thread to give.
    ///
    /// # Panics
    /// If the name holds a zero byte.
    // ANCHOR: spawn
    pub fn spawn<T, F>(self, work: F) -> io::Result<Handle<T>>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let hook = self.threads.shared.hook.lock().clone();
        // Held until the thread is listed: should it look for itself at once, it waits here (invariant 5).
        let mut list = self.threads.shared.list.lock();
        list.forget_the_ended();
        list.started += 1;
        let name = self.name.unwrap_or_else(|| format!("thread {}", list.started));
        let handle = start(Life::new(Some(name), self.daemon), hook, work)?;
        list.threads.push(handle.thread().clone());
        Ok(handle)
    }
    // ANCHOR_END: spawn
}
