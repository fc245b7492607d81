//! One run of a scenario: the engine that moves its threads, and the books.
//!
//! How it ends is in `ending.rs`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::{Condvar, Mutex, MutexGuard};

use crate::books::{After, Books, ObjectBook, Status, ThreadBook};
use crate::engine::{Engine, Gate, Width};
use crate::model::Model;
use crate::source::{Name, Sources};
use crate::trace::{
    Action, Ending, ObjectInfo, ObjectKind, ObjectNumber, Place, ThreadInfo, ThreadNumber, Trace,
};
use crate::verdict::Verdict;

pub use crate::rules::{Early, EarlyWake, Rules, Uses};

/// How many operations of watched types this process has begun, in all runs. Who watches a run that does
/// not end can tell by it whether anything still moves.
pub fn operations() -> u64 {
    // Relaxed: a number to compare with itself, which publishes nothing.
    OPERATIONS.load(Ordering::Relaxed)
}

static OPERATIONS: AtomicU64 = AtomicU64::new(0);

/// One run. Shared by its threads and by whoever watches it.
pub struct Run {
    pub(crate) engine: Box<dyn Engine>,
    pub(crate) model_file: String,
    pub(crate) model_name: String,
    pub(crate) rules: Rules,
    books: Mutex<Books>,
    /// Notified when the ending is known.
    pub(crate) ended: Condvar,
    /// Every wait that could have ended early, for whoever tries them all.
    chances: Arc<Mutex<BTreeSet<Early>>>,
}

const OUTSIDE: &str = "the watched types of synchronisation work only inside of a scenario and in threads that their \
    own `thread::spawn` has started, not in those of `std::thread`";

/// A deadline was looked at this often in a row: then it passes, or a spinning wait would never end.
const LOOKS_AT_A_DEADLINE: u32 = 4;

thread_local! {
    /// The run that this thread of the operating system is part of, and which of its threads is moving.
    static CURRENT: RefCell<Option<Arc<Run>>> = const { RefCell::new(None) };
    static MOVING: Cell<ThreadNumber> = const { Cell::new(0) };
    /// Whether the engine is at work: a panic now is the engine's.
    static IN_ENGINE: Cell<bool> = const { Cell::new(false) };
}

impl Run {
    /// A run of `model` on an engine. `chances` collects the waits that could end early.
    pub fn new(
        model: &Model,
        engine: Box<dyn Engine>,
        rules: Rules,
        chances: Arc<Mutex<BTreeSet<Early>>>,
    ) -> Arc<Run> {
        crate::hook::install();
        let mut books = Books::default();
        let unparks = engine.atomic(Width::W8, 0).into();
        books.threads.push(ThreadBook::new("main".to_owned(), model.place(), 0, unparks));
        Arc::new(Run {
            engine,
            model_file: model.place().file().to_owned(),
            model_name: model.name().to_owned(),
            rules,
            books: Mutex::new(books),
            ended: Condvar::new(),
            chances,
        })
    }

    /// Carries out the scenario as thread 0. Returns when that thread has come to its end, which others
    /// may not have.
    pub fn main(self: &Arc<Run>, scenario: &dyn Fn()) {
        self.enter_thread(0);
        let result = catch_unwind(AssertUnwindSafe(scenario));
        // The hook has decided already, unless it was not told: it never hears of `resume_unwind`.
        if let Err(payload) = result {
            let message = panics::message(&*payload);
            let began = self.books().origin_of(0, message);
            match began {
                Some(began) => self.fail_with_panic(&began),
                None => self.fail(Verdict::Panic, message.to_owned(), None),
            }
        }
        self.finish();
        Run::hand_over_to_the_engine();
    }

    /// The body of a thread other than 0: runs `work`, which must contain its own panics.
    pub(crate) fn thread(self: &Arc<Run>, number: ThreadNumber, work: impl FnOnce()) {
        self.enter_thread(number);
        work();
        self.finish();
        Run::hand_over_to_the_engine();
    }

    fn enter_thread(self: &Arc<Run>, number: ThreadNumber) {
        CURRENT.set(Some(Arc::clone(self)));
        MOVING.set(number);
        IN_ENGINE.set(false);
    }

    /// The moving thread moves no more. What follows is the engine's until it moves another thread;
    /// `with_engine` puts that one's number back.
    pub(crate) fn hand_over_to_the_engine() {
        IN_ENGINE.set(true);
    }

    /// The run that the calling thread is part of.
    pub(crate) fn current() -> Option<Arc<Run>> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// The run that the calling thread is part of.
    ///
    /// # Panics
    /// Outside of a scenario.
    pub(crate) fn here() -> Arc<Run> {
        Run::current().expect(OUTSIDE)
    }

    /// The thread that is moving.
    pub(crate) fn me(&self) -> ThreadNumber {
        MOVING.get()
    }

    /// Whether the moving thread has panicked and is being unwound.
    pub(crate) fn me_is_unwinding(&self) -> bool {
        self.books().threads[self.me()].panicked.is_some()
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock()
    }

    /// The books, unless it is the caller who has them open: for the panic hook. Other threads have them
    /// open for moments only, so who waits this long waits for itself.
    pub(crate) fn books_soon(&self) -> Option<MutexGuard<'_, Books>> {
        self.books.try_lock_for(Duration::from_secs(5))
    }

    /// Begins an operation at a line of the source. Does not return once the run is decided.
    pub(crate) fn begin(&self, at: &'static Location<'static>) -> ThreadNumber {
        // Relaxed: see `operations`.
        OPERATIONS.fetch_add(1, Ordering::Relaxed);
        let me = self.me();
        let mut books = self.books();
        if books.ending.is_some() {
            drop(books);
            self.stop();
        }
        books.threads[me].at = at;
        me
    }

    /// Lets the engine do something, during which other threads may move.
    pub(crate) fn with_engine<R>(&self, work: impl FnOnce(&dyn Engine) -> R) -> R {
        let me = self.me();
        let nested = IN_ENGINE.replace(true);
        let result = catch_unwind(AssertUnwindSafe(|| work(&*self.engine)));
        IN_ENGINE.set(nested);
        MOVING.set(me);
        result.unwrap_or_else(|payload| self.engine_panicked(panics::message(&*payload)))
    }

    /// Writes a step of the moving thread down. Ends the run if it has grown too long.
    pub(crate) fn step(&self, action: Action, object: Option<ObjectNumber>, after: After) {
        let mut books = self.books();
        self.step_in(&mut books, action, object, after, Vec::new());
    }

    /// [`step`](Run::step), with the books open and with those whom it lets go on.
    pub(crate) fn step_in(
        &self,
        books: &mut MutexGuard<'_, Books>,
        action: Action,
        object: Option<ObjectNumber>,
        after: After,
        unblocked: Vec<ThreadNumber>,
    ) {
        if self.rules.endless && books.steps.len() >= self.rules.max_steps {
            books.steps_left_out = true;
            return;
        }
        books.write_down(self.me(), action, object, after, unblocked);
        if books.steps.len() > self.rules.max_steps {
            let message = format!("still going after {} steps", self.rules.max_steps);
            MutexGuard::unlocked(books, || -> () { self.fail(Verdict::Livelock, message, None) });
        }
    }

    /// Whether the next wait of the moving thread is to end early, and why.
    pub(crate) fn chance(&self, possible: &[EarlyWake]) -> Option<EarlyWake> {
        self.chance_in(&mut self.books(), possible)
    }

    /// [`chance`](Run::chance), with the books open.
    pub(crate) fn chance_in(&self, books: &mut Books, possible: &[EarlyWake]) -> Option<EarlyWake> {
        let me = self.me();
        let chance = books.threads[me].chances;
        books.threads[me].chances += 1;
        let mut known = self.chances.lock();
        known.extend(possible.iter().map(|&why| Early { thread: me, chance, why }));
        self.rules
            .early
            .iter()
            .find(|early| early.thread == me && early.chance == chance && possible.contains(&early.why))
            .map(|early| early.why)
    }

    /// Whether a deadline of the moving thread has passed, if it looks at it now.
    pub(crate) fn look_at(&self, deadline: Duration) -> bool {
        let me = self.me();
        if self.books().threads[me].clock >= deadline {
            return true;
        }
        let early = self.chance(&[EarlyWake::TimedOut]).is_some();
        let mut books = self.books();
        let thread = &mut books.threads[me];
        thread.looks =
            if thread.looks.0 == deadline { (deadline, thread.looks.1 + 1) } else { (deadline, 1) };
        let passed = early || thread.looks.1 >= LOOKS_AT_A_DEADLINE;
        if passed {
            thread.clock = deadline;
        }
        passed
    }

    /// Opens the gates of threads that the books already count as woken.
    pub(crate) fn open(&self, gates: impl IntoIterator<Item = Arc<dyn Gate>>) {
        for gate in gates {
            self.with_engine(|_| gate.open());
        }
    }

    /// What was used how often so far, as far as it was done in files that `counts` says yes to. A line's
    /// file is told as the compiler names it.
    pub fn uses(&self, counts: impl Fn(&str) -> bool) -> Uses {
        let mut sum = Uses::default();
        for (_, uses) in self.books().uses.iter().filter(|(file, _)| counts(file)) {
            sum += uses;
        }
        sum
    }

    /// Whether the trace has every step: a long run keeps only its first ones, if the rules say so.
    pub fn kept_every_step(&self) -> bool {
        !self.books().steps_left_out
    }

    /// Who can move now, and what each of them is about to do: for engines that ask.
    pub fn movable(&self) -> Vec<ThreadNumber> {
        let books = self.books();
        (0..books.threads.len())
            .filter(|&t| books.threads[t].status != Status::Finished && !books.is_stuck(t))
            .collect()
    }

    /// How many threads there have been so far.
    pub(crate) fn threads(&self) -> usize {
        self.books().threads.len()
    }

    /// Whether a thread has given way, and has not moved since.
    pub fn has_given_way(&self, thread: ThreadNumber) -> bool {
        self.books().threads[thread].status == Status::Yielded
    }

    /// The line that a thread is at.
    pub fn place_of(&self, thread: ThreadNumber) -> Place {
        self.books().threads[thread].at.into()
    }

    /// How many preemptions the run has, so far.
    pub fn preemptions(&self) -> usize {
        self.books().preemptions()
    }

    /// The run as data, so far. Reads the sources to learn what objects are called.
    pub fn trace(&self, sources: &mut Sources) -> Trace {
        let books = self.books();
        let mut objects: Vec<ObjectInfo> = Vec::new();
        for (number, object) in books.objects.iter().enumerate() {
            let made_at = Place::from(object.made_at);
            let name = match sources.name_of(&made_at, object.made_at.column()) {
                Some(Name::Own(name)) => name,
                Some(Name::OfLine(name)) => format!("{name}.{}", object.kind),
                None => format!("{} {number}", object.kind),
            };
            let twins = objects.iter().filter(|o| o.name.split('#').next() == Some(&name)).count();
            let name = if twins == 0 { name } else { format!("{name}#{}", twins + 1) };
            objects.push(ObjectInfo { kind: object.kind, name, made_at });
        }
        let threads = books
            .threads
            .iter()
            .map(|t| ThreadInfo { name: t.name.clone(), started_at: t.started_at.into() })
            .collect();
        let ending = books.ending.clone().unwrap_or(Ending::Unfinished { can_move: Vec::new() });
        Trace { model: self.model_name.clone(), threads, objects, steps: books.steps(), ending }
    }

    /// A new object, made at a line of the source.
    pub(crate) fn new_object(&self, kind: ObjectKind, made_at: &'static Location<'static>) -> ObjectNumber {
        let mut books = self.books();
        books.objects.push(ObjectBook {
            kind,
            made_at,
            owner: None,
            readers: Vec::new(),
            waiters: std::collections::VecDeque::new(),
            notified_nobody: false,
            newest: 0,
            accesses: Vec::new(),
        });
        books.objects.len() - 1
    }

    /// Whether a panic now would be the engine's own.
    pub(crate) fn engine_is_at_work() -> bool {
        IN_ENGINE.get()
    }
}
