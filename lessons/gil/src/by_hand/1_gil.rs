//! The lock: who has the interpreter, who waits for it, and who is asked to drop it.

use std::fmt;
use std::num::NonZeroU64;
use std::time::Duration;

use super::held::Held;
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Condvar, Deadline, Mutex, MutexGuard, thread};

/// How long a thread waits before it asks: as in Python, 5 milliseconds.
pub const DEFAULT_SWITCH_INTERVAL: Duration = Duration::from_millis(5);

// ANCHOR: state
/// What the mutex guards. It is held for a few lines at a time, and never while a script runs.
///
/// # Invariants
///
/// Between any two holders of the mutex:
///
/// 1. There is one interpreter: here, or in the hand of one thread.
/// 2. `switches` grows by one whenever the interpreter is taken by another thread than the time
///    before.
/// 3. The flag is up only while somebody waits, or if the lock is closed. Who takes the interpreter
///    from another thread takes it down: that was what was asked for.
pub(super) struct State<T> {
    /// The interpreter, unless somebody has it in hand.
    pub(super) interpreter: Option<Box<T>>,
    /// Who has it, or had it last.
    last_holder: Option<NonZeroU64>,
    /// How often it went from one thread to another.
    pub(super) switches: u64,
    /// How many want it and have not got it.
    pub(super) waiting: usize,
    /// How often somebody has put the flag up.
    requests: u64,
    interval: Duration,
    pub(super) closed: bool,
}
// ANCHOR_END: state

// ANCHOR: type
/// A lock that threads hold for as long as they run a script, and give away when they are asked to.
///
/// ```
/// use std::thread;
///
/// use gil::by_hand::Gil;
///
/// /// An interpreter that knows one variable.
/// struct Interpreter {
///     variable: u64,
/// }
///
/// let gil = Gil::new(Interpreter { variable: 0 });
/// thread::scope(|scope| {
///     for _ in 0..3 {
///         scope.spawn(|| {
///             let mut held = gil.take().expect("nobody closes it");
///             for _ in 0..1000 {
///                 held.variable += 1;
///                 if held.is_requested() {
///                     held.give_way().expect("nobody closes it");
///                 }
///             }
///         });
///     }
/// });
/// assert_eq!(gil.into_inner().variable, 3000);
/// ```
pub struct Gil<T> {
    pub(super) state: Mutex<State<T>>,
    /// Notified when the interpreter is put back, and when the lock is closed.
    freed: Condvar,
    /// Notified when another thread has taken it, or one that wanted it has gone away.
    pub(super) switched: Condvar,
    /// The drop request. It is changed under the mutex, and read without: by the evaluator, all the
    /// time.
    ///
    /// Every access is `Relaxed`. It publishes nothing: whoever finds it up goes to the mutex, and
    /// whoever sees it late is asked a moment later.
    drop_request: AtomicBool,
}
// ANCHOR_END: type

/// The lock is closed: the interpreter has come to its end, or is about to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

/// Why the interpreter was not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeError {
    /// The lock is closed, or was closed while this thread waited.
    Closed,
    /// The time was up. Nobody knows any more that this thread has waited.
    TimedOut,
}

/// What has happened at a lock so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How often the interpreter went from one thread to another.
    pub switches: u64,
    /// How often its holder was asked for it, by a thread that had waited for an interval.
    pub requests: u64,
}

/// Who wants to take the interpreter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// A thread that comes: if the lock is closed, it is turned away.
    Comes,
    /// One that has given it up for a while. It is let in again in any case, so that it can put
    /// things in order and leave.
    Returns,
}

impl<T> Gil<T> {
    /// A lock that has this interpreter, with Python's switch interval.
    #[must_use]
    pub fn new(interpreter: T) -> Gil<T> {
        let state = State {
            interpreter: Some(Box::new(interpreter)),
            last_holder: None,
            switches: 0,
            waiting: 0,
            requests: 0,
            interval: DEFAULT_SWITCH_INTERVAL,
            closed: false,
        };
        Gil {
            state: Mutex::new(state),
            freed: Condvar::new(),
            switched: Condvar::new(),
            drop_request: AtomicBool::new(false),
        }
    }

    /// Blocks until the interpreter is to be had, and takes it. A thread that has it must not take
    /// it again: it would wait for itself.
    ///
    /// # Errors
    /// If the lock is closed, now or while this thread waits.
    pub fn take(&self) -> Result<Held<'_, T>, Closed> {
        // Without a deadline there is no other error.
        self.take_until(Deadline::NEVER).map_err(|_| Closed)
    }

    /// As [`take`](Gil::take), for a limited time; zero means to try.
    ///
    /// # Errors
    /// [`TakeError::Closed`] if the lock is closed, [`TakeError::TimedOut`] if the time is up.
    pub fn take_timeout(&self, timeout: Duration) -> Result<Held<'_, T>, TakeError> {
        self.take_until(Deadline::after(timeout))
    }

    fn take_until(&self, deadline: Deadline) -> Result<Held<'_, T>, TakeError> {
        let interpreter = self.wait_and_take(&mut self.state.lock(), deadline, Who::Comes)?;
        Ok(Held::new(self, interpreter))
    }

    // ANCHOR: take
    pub(super) fn wait_and_take(
        &self,
        state: &mut MutexGuard<'_, State<T>>,
        deadline: Deadline,
        who: Who,
    ) -> Result<Box<T>, TakeError> {
        state.waiting += 1;
        let outcome = loop {
            if state.closed && who == Who::Comes {
                break Err(TakeError::Closed);
            }
            // Before the time is looked at: if it is up, but the interpreter is there, nobody else
            // may know of that.
            if let Some(interpreter) = state.interpreter.take() {
                break Ok(interpreter);
            }
            if deadline.has_passed() {
                break Err(TakeError::TimedOut);
            }
            let before = state.switches;
            let interval = Deadline::after(state.interval).min(deadline);
            let waited = self.freed.wait_until(state, interval);
            // Who has got it meanwhile has a whole interval. (If this was woken for no reason, that
            // is one more interval to wait.)
            let is_due = state.interpreter.is_none() && state.switches == before;
            if waited.timed_out() && is_due && !deadline.has_passed() {
                let was_up = self.drop_request.swap(true, Ordering::Relaxed);
                state.requests += u64::from(!was_up);
            }
        };
        state.waiting -= 1;
        self.taken_or_not(state, outcome.is_ok());
        outcome
    }
    // ANCHOR_END: take

    // ANCHOR: taken
    /// Writes down who has the interpreter now, and tells those who wait in [`Held::give_way`].
    fn taken_or_not(&self, state: &mut State<T>, taken: bool) {
        let me = Some(thread::number());
        let switched = taken && state.last_holder != me;
        if switched {
            state.switches += u64::from(state.last_holder.is_some());
            state.last_holder = me;
        }
        if switched || state.waiting == 0 {
            // What was asked for has come, or nobody is left who wants it.
            self.drop_request.store(state.closed, Ordering::Relaxed);
        }
        if switched || !taken {
            // No wakeup is lost: who waits for the switch looks at `switches` and `waiting` under
            // the mutex, which is held here. Several may wait, each for another switch, so all are
            // notified.
            self.switched.notify_all();
        }
    }
    // ANCHOR_END: taken

    // ANCHOR: put_back
    pub(super) fn put_back(&self, state: &mut State<T>, interpreter: Box<T>) {
        state.interpreter = Some(interpreter);
        // No wakeup is lost: who waits looks for the interpreter under the mutex, which is held
        // here. One is enough, since one can take it, and will put it back. Whoever stops waiting
        // looks for it once more.
        self.freed.notify_one();
    }
    // ANCHOR_END: put_back

    /// Says that the interpreter has come to its end. Who waits for it, or comes for it, gets an
    /// error; who has it is asked to drop it, and told so when it does. May be called by any
    /// thread, and more than once.
    pub fn close(&self) {
        let mut state = self.state.lock();
        state.closed = true;
        self.drop_request.store(true, Ordering::Relaxed);
        // No wakeup is lost: who waits looks at `closed` under the mutex, which is held here. It
        // concerns all of them.
        self.freed.notify_all();
    }

    /// Whether [`close`](Gil::close) was called.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.state.lock().closed
    }

    /// Whether a thread has the interpreter now.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.state.lock().interpreter.is_none()
    }

    /// How many threads want the interpreter and have not got it.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.state.lock().waiting
    }

    /// Whether who has it is asked to drop it. This is what the evaluator looks at: one load, of a
    /// word that seldom changes.
    #[inline]
    #[must_use]
    pub fn is_requested(&self) -> bool {
        self.drop_request.load(Ordering::Relaxed)
    }

    /// How long a thread waits before it asks: Python's `sys.getswitchinterval()`.
    #[must_use]
    pub fn switch_interval(&self) -> Duration {
        self.state.lock().interval
    }

    /// Has threads wait so long before they ask: Python's `sys.setswitchinterval()`. An interval
    /// that has begun is not changed. One that the clock cannot count to is for ever: then nobody
    /// asks.
    ///
    /// # Panics
    /// If it is zero.
    pub fn set_switch_interval(&self, interval: Duration) {
        assert!(!interval.is_zero(), "the switch interval must be longer than nothing");
        self.state.lock().interval = interval;
    }

    /// What has happened so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let state = self.state.lock();
        Counts { switches: state.switches, requests: state.requests }
    }

    /// The interpreter, of a lock that nobody else has.
    #[must_use]
    pub fn into_inner(self) -> T {
        *self.state.into_inner().interpreter.expect("who has it in hand borrows the lock")
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the interpreter has come to its end")
    }
}

impl std::error::Error for Closed {}

impl fmt::Display for TakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TakeError::Closed => Closed.fmt(f),
            TakeError::TimedOut => f.write_str("the interpreter was not to be had in time"),
        }
    }
}

impl std::error::Error for TakeError {}

impl<T> fmt::Debug for Gil<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_struct("Gil")
            .field("held", &state.interpreter.is_none())
            .field("waiting", &state.waiting)
            .field("switches", &state.switches)
            .field("requested", &self.is_requested())
            .field("closed", &state.closed)
            .finish_non_exhaustive()
    }
}
