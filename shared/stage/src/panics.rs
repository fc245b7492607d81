//! Keeps what panicking workers say until somebody reports it, so that it is told once, by the stage, with the
//! worker and the piece, and not a second time by the default hook.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt;
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// A panic that has been caught by nobody's report yet.
#[derive(Debug)]
pub(crate) struct Panic {
    thread: ThreadId,
    /// The name of the thread, if it has one.
    pub(crate) thread_name: Option<String>,
    pub(crate) message: String,
    pub(crate) place: Option<String>,
    pub(crate) backtrace: Option<String>,
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "thread {} panicked: {}",
            self.thread_name.as_deref().unwrap_or("without a name"),
            self.message
        )?;
        self.place.iter().try_for_each(|place| write!(f, " (at {place})"))
    }
}

static QUIET: AtomicBool = AtomicBool::new(false);
static UNCLAIMED: Mutex<Vec<Panic>> = Mutex::new(Vec::new());

/// Installs the hook. It does what the hook before it did, except [`while_quiet`].
pub(crate) fn install_hook() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // Relaxed: the flag only chooses who prints; threads of a run are spawned after it is set.
        if QUIET.load(Ordering::Relaxed) { note(info) } else { before(info) }
    }));
}

/// Runs `work` with panics noted rather than printed.
pub(crate) fn while_quiet<T>(work: impl FnOnce() -> T) -> T {
    // Relaxed: see the hook.
    QUIET.store(true, Ordering::Relaxed);
    let result = work();
    QUIET.store(false, Ordering::Relaxed);
    result
}

fn note(info: &PanicHookInfo<'_>) {
    // Captured only if the environment asks for it.
    let backtrace = Backtrace::capture();
    let wanted = backtrace.status() == BacktraceStatus::Captured;
    let current = thread::current();
    unclaimed().push(Panic {
        thread: current.id(),
        thread_name: current.name().map(str::to_owned),
        message: info.payload_as_str().unwrap_or(::panics::NO_TEXT).to_owned(),
        place: info.location().map(ToString::to_string),
        backtrace: wanted.then(|| backtrace.to_string()),
    });
}

/// Takes the panic that the calling thread noted last, and forgets earlier ones of that thread.
pub(crate) fn claim() -> Option<Panic> {
    let this = thread::current().id();
    unclaimed().extract_if(.., |panic| panic.thread == this).last()
}

/// Takes the earliest that nobody has claimed, of any thread.
pub(crate) fn claim_first() -> Option<Panic> {
    let mut unclaimed = unclaimed();
    if unclaimed.is_empty() { None } else { Some(unclaimed.remove(0)) }
}

/// Takes all that nobody has claimed.
pub(crate) fn claim_rest() -> Vec<Panic> {
    std::mem::take(&mut unclaimed())
}

fn unclaimed() -> MutexGuard<'static, Vec<Panic>> {
    UNCLAIMED.lock().unwrap_or_else(PoisonError::into_inner)
}
