//! The request to stop: one flag that everyone looks at, and the reasons that it was raised for.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::panics::{self, Panic};
use crate::signals::Signals;

/// What a worker gets back when the run is to end early.
///
/// Pass it on with `?`. It says nothing of why: the stage knows already, because only the stage makes one
/// (see [`Worker::fail`](crate::Worker::fail) for the way to stop a run with a message of your own).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped(());

impl Stopped {
    pub(crate) fn new() -> Stopped {
        Stopped(())
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the run was asked to stop")
    }
}

impl std::error::Error for Stopped {}

/// Something that went wrong in a worker.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// The name of the worker, or of whoever it was; `None` if it is the run as a whole that failed.
    pub worker: Option<String>,
    /// What it was about.
    pub moment: Moment,
    /// Whether it panicked, or gave up with an error.
    pub kind: FaultKind,
    /// The panic's message, or the error.
    pub message: String,
    /// Source file, line and column of a panic, where known.
    pub place: Option<String>,
    /// The stack of a panic, if the environment asks for it (`RUST_BACKTRACE`).
    #[serde(skip)]
    pub backtrace: Option<String>,
}

/// What a worker was about when it failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// Nothing that was written down yet.
    #[default]
    Start,
    /// Computing this piece.
    Computing(usize),
    /// Waiting on what this names.
    Waiting(&'static str),
    /// Neither, after it had been at this piece.
    After(usize),
}

/// In which way a worker failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// It panicked.
    Panic,
    /// It called [`Worker::fail`](crate::Worker::fail), or [`Show::fail`](crate::Show::fail).
    Error,
}

impl Fault {
    /// A panic that was caught in the calling thread, with what the hook has noted of it.
    pub(crate) fn caught(worker: impl Into<String>, moment: Moment, payload: &(dyn Any + Send)) -> Fault {
        let noted = panics::claim();
        let message = ::panics::message(payload).to_owned();
        let (place, backtrace) = noted.map_or((None, None), |panic| (panic.place, panic.backtrace));
        Fault { worker: Some(worker.into()), moment, kind: FaultKind::Panic, message, place, backtrace }
    }

    /// A panic that goes on through the calling thread.
    pub(crate) fn passing(worker: impl Into<String>, moment: Moment) -> Fault {
        let (message, place, backtrace) = match panics::claim() {
            Some(panic) => (panic.message, panic.place, panic.backtrace),
            // Without the stage's hook, another one has printed it.
            None => ("see the message above".to_owned(), None, None),
        };
        Fault { worker: Some(worker.into()), moment, kind: FaultKind::Panic, message, place, backtrace }
    }

    /// A panic in a thread that had no worker.
    pub(crate) fn of_a_thread(panic: Panic) -> Fault {
        let Panic { message, place, backtrace, .. } = panic;
        let worker = match panic.thread_name {
            Some(name) => format!("thread {name}"),
            None => "a thread without a name".to_owned(),
        };
        Fault {
            worker: Some(worker),
            moment: Moment::Start,
            kind: FaultKind::Panic,
            message,
            place,
            backtrace,
        }
    }

    /// An error of the run as a whole.
    pub(crate) fn of_the_run(error: impl fmt::Display) -> Fault {
        Fault { worker: None, ..Fault::error("", Moment::Start, error) }
    }

    /// An error that a worker gave up with.
    pub(crate) fn error(worker: impl Into<String>, moment: Moment, error: impl fmt::Display) -> Fault {
        let (kind, message) = (FaultKind::Error, error.to_string());
        Fault { worker: Some(worker.into()), moment, kind, message, place: None, backtrace: None }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(worker) = &self.worker else { return f.write_str(&self.message) };
        let verb = match self.kind {
            FaultKind::Panic => "panicked",
            FaultKind::Error => "failed",
        };
        write!(f, "{worker} {verb}")?;
        match self.moment {
            Moment::Start => {}
            Moment::Computing(piece) => write!(f, " while computing piece {piece}")?,
            Moment::Waiting(what) => write!(f, " while waiting on the {what}")?,
            Moment::After(piece) => write!(f, " after piece {piece}")?,
        }
        write!(f, ": {}", self.message)?;
        if let Some(place) = &self.place {
            write!(f, " (at {place})")?;
        }
        Ok(())
    }
}

/// The request to stop, shared by everyone who takes part in a run. Clones are the same request.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    asked: AtomicBool,
    why: Mutex<Why>,
    changed: Condvar,
    /// Where requests come from that somebody has to look for.
    signals: OnceLock<Signals>,
}

#[derive(Clone, Debug, Default)]
struct Why {
    interrupted: bool,
    faults: Vec<Fault>,
}

impl Stop {
    /// A request that nobody has made yet.
    #[must_use]
    pub fn new() -> Stop {
        Stop::default()
    }

    /// Whether somebody has asked. Cheap enough to look at between rows.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        // Relaxed: the flag publishes nothing. Whoever wants the reason takes the mutex, and a worker that
        // reads a stale `false` merely computes a little more before it looks again.
        self.shared.asked.load(Ordering::Relaxed)
    }

    /// The same for a thread that computes: it also looks whether a person has asked just now. Where hundreds of
    /// threads compute, somebody whose task that were would get the news late.
    ///
    /// It may call [`interrupt`](Stop::interrupt), so no lock may be held.
    #[must_use]
    pub(crate) fn is_asked_by_now(&self) -> bool {
        if let Some(signals) = self.shared.signals.get() {
            signals.look();
        }
        self.is_asked()
    }

    /// Where [`is_asked_by_now`](Stop::is_asked_by_now) looks.
    pub(crate) fn heed(&self, signals: Signals) {
        // There is one program, and one place that signals come to.
        let _ = self.shared.signals.set(signals);
    }

    /// Asks everyone to stop because a person (Ctrl-C) or the system wants it.
    pub fn interrupt(&self) {
        self.ask(|why| why.interrupted = true);
    }

    /// Asks everyone to stop because a worker failed. An error that comes after another request is a consequence of
    /// it (a primitive that was aborted to wake who waited, say) and is not kept; a panic always is.
    pub(crate) fn fault(&self, fault: Fault) {
        self.ask(|why| {
            let asked_before = why.interrupted || !why.faults.is_empty();
            if fault.kind == FaultKind::Panic || !asked_before {
                why.faults.push(fault);
            }
        });
    }

    fn ask(&self, note: impl FnOnce(&mut Why)) {
        let mut why = self.lock();
        note(&mut why);
        // Relaxed, as in `is_asked`; it is stored while the mutex is held, so that a thread in `wait_until`
        // cannot look at the flag before this store and fall asleep after the notification below.
        self.shared.asked.store(true, Ordering::Relaxed);
        self.shared.changed.notify_all();
    }

    /// Whether a person or the system asked.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.lock().interrupted
    }

    /// The fault that tells most of what happened: the first panic, or else the first error. (When one worker
    /// panics inside a primitive, others may notice the broken primitive sooner than the panic is caught.)
    #[must_use]
    pub fn first_fault(&self) -> Option<Fault> {
        let why = self.lock();
        let panic = why.faults.iter().find(|fault| fault.kind == FaultKind::Panic);
        panic.or(why.faults.first()).cloned()
    }

    /// Blocks until `ready` returns true, which is looked at now and after each request or [`nudge`](Stop::nudge).
    /// `ready` is called with this object's mutex held.
    pub(crate) fn wait_until(&self, ready: impl Fn() -> bool) {
        self.wait_until_or(None, ready);
    }

    /// The same, but for no longer than to `deadline`, if there is one.
    pub(crate) fn wait_until_or(&self, deadline: Option<Instant>, ready: impl Fn() -> bool) {
        let changed = &self.shared.changed;
        let mut why = self.lock();
        // No wakeup is lost: what `ready` reads changes either under the mutex (`ask`) or before the mutex is
        // taken and the notification sent (`nudge`), and this thread holds it from the look to the sleep.
        while !ready() {
            why = match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
                None => changed.wait(why).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => return,
                Some(left) => changed.wait_timeout(why, left).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
    }

    /// Makes those in [`wait_until`](Stop::wait_until) look again.
    pub(crate) fn nudge(&self) {
        let _why = self.lock();
        self.shared.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Why> {
        // Nothing panics while it is held, and a note of what happened is as good after a panic as before.
        self.shared.why.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
