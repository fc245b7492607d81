//! Step 3: starting a thread, and having back what it came to.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use super::finish::Finish;
use super::thread::{Life, Thread};
use crate::sync::{Arc, Mutex, catch_unwind, panics, thread};

/// Starts a thread that calls `work`, and returns a handle to it at once.
///
/// A handle that is dropped lets its thread run on: only joining waits.
///
/// # Panics
/// If the operating system has no thread to give. [`Builder::spawn`](super::Builder::spawn) returns that error.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use threads::by_hand::{StillAlive, spawn};
///
/// let (give, get) = std::sync::mpsc::channel();
/// let thread = spawn(move || get.recv().unwrap() + 1);
///
/// // It waits for a number that nobody has given yet: the timeout passes, and the handle comes back.
/// let StillAlive(thread) = thread.join_timeout(Duration::from_millis(1)).unwrap_err();
/// assert!(thread.is_alive());
///
/// give.send(41).unwrap();
/// assert_eq!(thread.join().unwrap(), 42);
/// ```
pub fn spawn<T, F>(work: F) -> Handle<T>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    start(Life::new(None, false), None, work).expect("the operating system has a thread to give")
}

/// What a thread came to: its value, or its panic.
pub type Outcome<T> = Result<T, Panic>;

/// The thread and its handle share this; it is there for one of them to leave the outcome and for the other to
/// take it. The lock is never contended: the handle takes it after the finish (invariant 4).
type Packet<T> = Arc<Mutex<Option<Outcome<T>>>>;

/// Called with a thread and its panic, in that thread.
pub(super) type Hook = Arc<dyn Fn(&Thread, &Panic) + Send + Sync>;

/// Asks the operating system for a thread that lives `life`.
pub(super) fn start<T, F>(life: Life, hook: Option<Hook>, work: F) -> std::io::Result<Handle<T>>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let mut builder = thread::Builder::new();
    if let Some(name) = &life.name {
        builder = builder.name(name.clone());
    }
    let life = Arc::new(life);
    let packet = Packet::default();
    let (lived, left) = (Arc::clone(&life), Arc::clone(&packet));
    let system = builder.spawn(move || live(lived, left, hook, work))?;
    // The system's own handle is dropped here, which lets the thread go its way: from now on `life` tells.
    Ok(Handle { thread: Thread::new(system.thread().id(), life), packet })
}

/// The whole of a thread's life, in that thread.
// ANCHOR: live
fn live<T>(life: Arc<Life>, packet: Packet<T>, hook: Option<Hook>, work: impl FnOnce() -> T) {
    let finish = FinishWhenDropped(&life.finish);
    let outcome = catch_unwind(work).map_err(Panic);
    if let (Err(panic), Some(hook)) = (&outcome, &hook) {
        let thread = Thread::new(thread::current().id(), Arc::clone(&life));
        // The panic of a hook is contained: who joins is to hear of the first one. What it panicked with is
        // not dropped, since that might panic again.
        catch_unwind(|| hook(&thread, panic)).unwrap_or_else(std::mem::forget);
    }
    *packet.lock() = Some(outcome);
    // If the registry or the handle is gone, the hook or the outcome goes with this: here, where it still counts
    // as the thread's own doing.
    drop(hook);
    drop(packet);
    drop(finish);
}
// ANCHOR_END: live

/// Reaches the finish when dropped, so that it is reached also if one of the drops before it panics: by then the
/// outcome has been left (invariant 1).
struct FinishWhenDropped<'a>(&'a Finish);

impl Drop for FinishWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.reach();
    }
}

/// The right to a thread's outcome. Whoever owns it can wait for the thread and have what it came to; that is
/// why joining takes the handle by value, and why there is one handle to a thread. For who only wants to know
/// when it ends, there is [`thread`](Handle::thread).
///
/// Compared with `std::thread::JoinHandle` it can be joined with a timeout. It differs in one thing more:
/// joining returns when the thread has left its outcome, and what `thread_local!` values do as they are dropped
/// may still be going on, as with `std::thread::scope`.
pub struct Handle<T> {
    thread: Thread,
    packet: Packet<T>,
}

impl<T> Handle<T> {
    /// Blocks until the thread has ended, and returns its value.
    ///
    /// # Errors
    /// The thread's [`Panic`].
    ///
    /// # Panics
    /// If the thread calls it on itself: that would never end.
    // ANCHOR: join
    pub fn join(self) -> Outcome<T> {
        self.thread.wait();
        self.take()
    }
    // ANCHOR_END: join

    /// As [`join`](Handle::join), but blocks no longer than `timeout`. [`Duration::ZERO`] means: look, and do
    /// not block; one too long for the clock means: for ever.
    ///
    /// # Errors
    /// [`StillAlive`] with the handle, if the thread had not ended by then. Nothing is lost: join it again.
    ///
    /// # Panics
    /// As [`join`](Handle::join).
    // ANCHOR: join_timeout
    pub fn join_timeout(self, timeout: Duration) -> Result<Outcome<T>, StillAlive<T>> {
        if self.thread.wait_timeout(timeout) { Ok(self.take()) } else { Err(StillAlive(self)) }
    }
    // ANCHOR_END: join_timeout

    /// Whether the thread has yet to end. Once this is `false`, joining does not block.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.thread.is_alive()
    }

    /// The thread, for who wants to know of it without having its value.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Called after the finish (invariant 4), by which the outcome has been left (invariant 1).
    fn take(self) -> Outcome<T> {
        self.packet.lock().take().expect("a thread leaves its outcome before its finish")
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("thread", &self.thread).finish_non_exhaustive()
    }
}

/// What a thread panicked with. Joining carries it over, and `?` passes it on as an error.
pub struct Panic(Box<dyn Any + Send>);

impl Panic {
    /// Its message, if it is text: that of `panic!("…")` is.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        panics::text(&*self.0)
    }

    /// Panics with it in the calling thread, as if the work had been called there. The panic hook, which has
    /// told of it already, is not called again.
    pub fn resume(self) -> ! {
        std::panic::resume_unwind(self.0)
    }

    /// Whatever the thread panicked with.
    #[must_use]
    pub fn into_payload(self) -> Box<dyn Any + Send> {
        self.0
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            Some(message) => write!(f, "the thread panicked: {message}"),
            None => f.write_str("the thread panicked with something that is no text"),
        }
    }
}

impl fmt::Debug for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Panic").field(&self.message().unwrap_or("..")).finish()
    }
}

impl std::error::Error for Panic {}

/// The timeout has passed and the thread has not ended: here is its handle back.
pub struct StillAlive<T>(pub Handle<T>);

impl<T> fmt::Debug for StillAlive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StillAlive").field(&self.0).finish()
    }
}

impl<T> fmt::Display for StillAlive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the thread was still alive when the timeout had passed")
    }
}

impl<T> std::error::Error for StillAlive<T> {}
