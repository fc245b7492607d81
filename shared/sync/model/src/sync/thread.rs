//! Threads.

use std::any::Any;
use std::fmt;
use std::num::NonZeroU64;
use std::panic::{AssertUnwindSafe, Location};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use parking_lot::Mutex;

use crate::books::{After, ParkGate, Status, ThreadBook};
use crate::engine::{Rmw, Width};
use crate::run::{EarlyWake, Run};
use crate::sync::Deadline;
use crate::sync::hint::give_way;
use crate::trace::{Action, ThreadNumber, Unpark, Wake};
use crate::verdict::Verdict;

/// What a thread came to: its value, or the payload of its panic.
pub type Result<T> = std::thread::Result<T>;

/// Starts a thread.
///
/// # Panics
/// Outside of a scenario.
#[track_caller]
pub fn spawn<F, T>(work: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    start(None, work, Location::caller())
}

/// Starts threads that have names.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    /// A thread without a name of its own.
    pub fn new() -> Builder {
        Builder::default()
    }

    /// Names the thread.
    #[must_use]
    pub fn name(self, name: String) -> Builder {
        Builder { name: Some(name) }
    }

    /// Starts the thread.
    ///
    /// # Errors
    /// Never: the signature is that of `std`.
    #[track_caller]
    pub fn spawn<F, T>(self, work: F) -> std::io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        Ok(start(self.name, work, Location::caller()))
    }
}

fn start<F, T>(name: Option<String>, work: F, at: &'static Location<'static>) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let run = Run::here();
    let me = run.begin(at);
    if let Some(most) = run.engine.most_threads().filter(|&most| run.threads() == most) {
        let message = format!("a model has at most {most} threads, the first one included");
        run.fail(Verdict::Panic, message, Some(at.into()));
    }
    // Made here, where it comes before everything that either thread will do to it.
    let unparks = run.with_engine(|engine| engine.atomic(Width::W8, 0)).into();
    let mut books = run.books();
    let number = books.threads.len();
    let name = name.unwrap_or_else(|| format!("t{number}"));
    // One catcher: the thread's own panics end it, and `join` tells.
    books.threads.push(ThreadBook::new(name, at, 1, unparks));
    books.uses_of(me).spawned += 1;
    run.step_in(&mut books, Action::Spawn(number), None, After::Nothing, vec![number]);
    drop(books);

    let result = Arc::new(Mutex::new(None));
    let body = {
        let (run, result) = (Arc::clone(&run), Arc::clone(&result));
        Box::new(move || {
            run.thread(number, || {
                let outcome = std::panic::catch_unwind(AssertUnwindSafe(work));
                run.ended_by(number, outcome.as_ref().err());
                *result.lock() = Some(outcome);
            });
        })
    };
    let raw = run.with_engine(|engine| engine.spawn(number, body));
    run.books().threads[number].join = Some(raw);
    JoinHandle { thread: Thread { number }, result }
}

impl Run {
    /// A thread's work has returned, or has ended by a panic. The hook has told of that panic, but not if it came by
    /// `resume_unwind`; and it has told of one that was contained where nobody could see it.
    ///
    /// Who begins a panic by `resume_unwind` means that nobody hears of it, so without a join it is no failure.
    fn ended_by(&self, thread: ThreadNumber, payload: Option<&Box<dyn Any + Send>>) {
        let mut books = self.books();
        let began = payload.and_then(|payload| {
            let heard_of = books.threads[thread].panicked.clone();
            heard_of.or_else(|| books.origin_of(thread, panics::message(&**payload)))
        });
        books.threads[thread].panicked = began;
    }
}

/// The right to wait for a thread's end and to have what it came to.
pub struct JoinHandle<T> {
    thread: Thread,
    result: Arc<Mutex<Option<Result<T>>>>,
}

impl<T> JoinHandle<T> {
    /// Blocks until the thread has finished.
    ///
    /// # Errors
    /// The payload of its panic, if it panicked.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        let run = Run::here();
        let me = run.begin(Location::caller());
        let thread = self.thread.number;
        let mut books = run.books();
        if books.threads[thread].status != Status::Finished {
            books.threads[me].status = Status::Joining(thread);
            run.step_in(&mut books, Action::JoinBlocked(thread), None, After::Nothing, Vec::new());
            drop(books);
            run.must_block();
            books = run.books();
        }
        let raw = books.threads[thread].join.clone().expect("a thread that was started can be joined");
        drop(books);
        run.with_engine(|_| raw.join());
        let mut books = run.books();
        books.turn_of(me);
        books.threads[me].status = Status::Ready;
        books.threads[thread].joined = true;
        let panic = books.threads[thread].panicked.clone();
        let panicked = panic.is_some();
        if panicked {
            books.threads[me].told = panic;
        }
        run.step_in(&mut books, Action::Join { thread, panicked }, None, After::Nothing, Vec::new());
        drop(books);
        let result = self.result.lock().take();
        result.expect("a finished thread has left a result")
    }

    /// The thread itself.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").field("thread", &self.thread).finish_non_exhaustive()
    }
}

/// A thread, to be unparked.
#[derive(Clone, Debug)]
pub struct Thread {
    number: ThreadNumber,
}

/// Who a thread is. No two threads of a run have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThreadId(ThreadNumber);

impl Thread {
    /// Who it is.
    pub fn id(&self) -> ThreadId {
        ThreadId(self.number)
    }

    /// Lets the thread's park return: the one it is in, or else its next.
    #[track_caller]
    pub fn unpark(&self) {
        let run = Run::here();
        let me = run.begin(Location::caller());
        let gate = park_gate(&run, self.number);
        let unparks = Arc::clone(&run.books().threads[self.number].unparks);
        run.with_engine(|_| unparks.rmw(Rmw::Add(1), Ordering::Release));
        let mut books = run.books();
        books.turn_of(me);
        books.uses_of(me).notified += 1;
        let target = &mut books.threads[self.number];
        let in_park = matches!(target.status, Status::Parked { .. });
        let parked = in_park && target.woken.is_none();
        // One that is woken and has not moved takes all unparks that come until it does, as one.
        target.unparked_again |= in_park && !parked;
        let in_vain = in_park || target.token || target.status == Status::Finished;
        let effect = match (parked, in_vain) {
            (true, _) => Unpark::Woke,
            (false, false) => Unpark::Remembered,
            (false, true) => Unpark::Lost,
        };
        let mut open = None;
        match effect {
            Unpark::Woke => open = books.wake(self.number, Wake::Notified),
            Unpark::Remembered => {
                target.token = true;
                open = Some(Arc::clone(&gate.token));
            }
            Unpark::Lost => books.unpark_lost.push(self.number),
        }
        let unblocked = if parked { vec![self.number] } else { Vec::new() };
        let action = Action::Unpark { thread: self.number, effect };
        run.step_in(&mut books, action, None, After::Nothing, unblocked);
        drop(books);
        run.open(open);
    }
}

/// The calling thread.
pub fn current() -> Thread {
    Thread { number: Run::here().me() }
}

/// A number of the calling thread's own, from 1. No other thread of the run ever has it, not even after
/// this one has ended.
pub fn number() -> NonZeroU64 {
    NonZeroU64::MIN.saturating_add(Run::here().me() as u64)
}

/// Blocks until somebody unparks the calling thread, or has already done so since its last park. May
/// return without either.
#[track_caller]
pub fn park() {
    park_at(Deadline::NEVER, Location::caller());
}

/// As [`park`], until a deadline at most.
#[track_caller]
pub fn park_until(deadline: Deadline) {
    park_at(deadline, Location::caller());
}

fn park_at(deadline: Deadline, at: &'static Location<'static>) {
    let run = Run::here();
    let me = run.begin(at);
    let gate = park_gate(&run, me);
    see_unparks(&run, me);
    let mut books = run.books();
    books.turn_of(me);
    books.uses_of(me).waited += 1;
    if books.threads[me].token {
        books.threads[me].token = false;
        run.step_in(&mut books, Action::ParkToken, None, After::Nothing, Vec::new());
        drop(books);
        run.with_engine(|_| gate.token.pass());
        return;
    }
    // The books stay open from the look at the token to here: an unpark in between would leave a token that this
    // park does not see.
    let early = match deadline.0 {
        None => run.chance_in(&mut books, &[EarlyWake::Spurious]).map(Wake::from),
        Some(moment) if books.threads[me].clock >= moment => Some(Wake::TimedOut),
        Some(_) => run.chance_in(&mut books, &[EarlyWake::TimedOut, EarlyWake::Spurious]).map(Wake::from),
    };
    if early.is_none() {
        books.threads[me].status = Status::Parked { deadline: deadline.0 };
        books.threads[me].woken = None;
    }
    let action = Action::Park { timed: deadline.0.is_some() };
    run.step_in(&mut books, action, None, After::Nothing, Vec::new());
    drop(books);
    let why = match early {
        Some(why) => why,
        None => {
            if run.must_block() {
                run.with_engine(|_| gate.wake.pass());
            }
            let (why, again) = {
                let mut books = run.books();
                let again = std::mem::take(&mut books.threads[me].unparked_again);
                (books.threads[me].end_wait(), again)
            };
            if again {
                see_unparks(&run, me);
            }
            why
        }
    };
    let mut books = run.books();
    books.turn_of(me);
    if let (Wake::TimedOut, Some(moment)) = (why, deadline.0) {
        let clock = &mut books.threads[me].clock;
        *clock = moment.max(*clock);
    }
    run.step_in(&mut books, Action::Unparked(why), None, After::Nothing, Vec::new());
}

/// What was done before the unparks of the calling thread happens before what it does next.
fn see_unparks(run: &Run, me: ThreadNumber) {
    let unparks = Arc::clone(&run.books().threads[me].unparks);
    run.with_engine(|_| unparks.rmw(Rmw::Add(0), Ordering::Acquire));
}

/// The turnstiles of a thread's parks; made when first needed.
fn park_gate(run: &Run, thread: ThreadNumber) -> Arc<ParkGate> {
    let known = run.books().threads[thread].park_gate.clone();
    known.unwrap_or_else(|| {
        let made = run.with_engine(|engine| Arc::new(ParkGate { wake: engine.gate(), token: engine.gate() }));
        // Another thread may have made one while the engine was at work: the first one stays.
        run.books().threads[thread].park_gate.get_or_insert(made).clone()
    })
}

/// Gives way: the others move first.
#[track_caller]
pub fn yield_now() {
    give_way(Location::caller());
}

/// Whether the calling thread is unwinding.
pub fn panicking() -> bool {
    // The operating system's thread may carry several threads of a run, and only one of them unwinds.
    Run::here().me_is_unwinding()
}

/// Calls `work` and contains its panic.
///
/// # Errors
/// The payload of the panic.
#[track_caller]
pub fn catch_unwind<T>(work: impl FnOnce() -> T) -> std::result::Result<T, Box<dyn Any + Send>> {
    let run = Run::here();
    let me = run.begin(Location::caller());
    run.books().threads[me].catchers += 1;
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(work));
    let me = run.begin(Location::caller());
    let mut books = run.books();
    books.threads[me].catchers -= 1;
    if outcome.is_err() {
        let caught = books.threads[me].panicked.take();
        if caught.is_some() {
            books.threads[me].told = caught;
        }
        run.step_in(&mut books, Action::Catch, None, After::Nothing, Vec::new());
    }
    drop(books);
    outcome
}
