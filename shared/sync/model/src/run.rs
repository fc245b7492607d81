//! One run of a scenario: the engine that moves its threads, and the books.
//!
//! # The end of a run
//!
//! Once it is decided how a run ends badly, nothing of it moves again. Whoever carries out the next
//! operation, in a `Drop` too, goes to sleep for good inside of it ([`Engine::stop`]), and the trace is
//! read from the books by somebody outside. No frame is unwound and no destructor runs, so that a
//! deadlock with guards alive, or with shared pointers alive, cannot turn into an abort while it is being
//! cleaned up. The price is that a failed run leaks what it held: some kilobytes, and the operating
//! system's thread that carried it.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::AddAssign;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::{Condvar, Mutex, MutexGuard};
use serde::{Deserialize, Serialize};

use crate::books::{After, Books, ObjectBook, Panicked, Status, ThreadBook};
use crate::engine::{Engine, Gate};
use crate::model::Model;
use crate::source::{Name, Sources};
use crate::trace::{
    Action, Ending, ObjectInfo, ObjectKind, ObjectNumber, Obstacle, Place, ThreadInfo, ThreadNumber, Trace, Wake,
};
use crate::verdict::Verdict;

/// A wait that is made to end early: the `chance`-th wait that thread `thread` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Early {
    /// Whose wait.
    pub thread: ThreadNumber,
    /// Which of its waits, from 0. Waits on conditions, parks and looks at a deadline all count.
    pub chance: u32,
    /// Why it ends.
    pub why: EarlyWake,
}

/// The two ways for a wait to end although nobody notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EarlyWake {
    /// A spurious wakeup.
    Spurious,
    /// The deadline passed.
    TimedOut,
}

impl From<EarlyWake> for Wake {
    fn from(early: EarlyWake) -> Wake {
        match early {
            EarlyWake::Spurious => Wake::Spurious,
            EarlyWake::TimedOut => Wake::TimedOut,
        }
    }
}

/// What a run may do.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The waits that end early.
    pub early: Vec<Early>,
    /// How many steps one run may have: one more is a livelock.
    pub max_steps: usize,
    /// Whether a run may go on beyond `max_steps`, without writing down any more steps. Then it is up to who
    /// watches to end it.
    pub endless: bool,
}

/// How many operations of watched types this process has begun, in all runs. Who watches a run that does
/// not end can tell by it whether anything still moves.
pub fn operations() -> u64 {
    // Relaxed: a number to compare with itself, which publishes nothing.
    OPERATIONS.load(Ordering::Relaxed)
}

static OPERATIONS: AtomicU64 = AtomicU64::new(0);

/// How often a run used what. Exercises ask for a minimum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uses {
    /// Threads that were started.
    pub spawned: usize,
    /// Locks that were taken, tries included.
    pub locked: usize,
    /// Waits on a condition, and parks.
    pub waited: usize,
    /// Notifications and unparks.
    pub notified: usize,
    /// Operations on atomics.
    pub atomic: usize,
}

impl Uses {
    /// Each count, with what it counts: `("locked", 3)`.
    pub fn counts(&self) -> [(&'static str, usize); 5] {
        [
            ("spawned", self.spawned),
            ("locked", self.locked),
            ("waited", self.waited),
            ("notified", self.notified),
            ("atomic", self.atomic),
        ]
    }
}

impl AddAssign<&Uses> for Uses {
    fn add_assign(&mut self, other: &Uses) {
        self.spawned += other.spawned;
        self.locked += other.locked;
        self.waited += other.waited;
        self.notified += other.notified;
        self.atomic += other.atomic;
    }
}

/// One run. Shared by its threads and by whoever watches it.
pub struct Run {
    pub(crate) engine: Box<dyn Engine>,
    model_file: String,
    model_name: String,
    rules: Rules,
    books: Mutex<Books>,
    /// Notified when the ending is known.
    ended: Condvar,
    /// Every wait that could have ended early, for whoever tries them all.
    chances: Arc<Mutex<BTreeSet<Early>>>,
}

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
        books.threads.push(ThreadBook::new("main".to_owned(), model.place(), 0));
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
        // The hook has decided already; had it not, a panic of the scenario would be swallowed here.
        if let Err(payload) = result {
            let message = message_of(&*payload);
            self.fail(Verdict::Panic, message, None);
        }
        self.finish();
        self.leave_thread();
    }

    /// The body of a thread other than 0: runs `work`, which must contain its own panics.
    pub(crate) fn thread(self: &Arc<Run>, number: ThreadNumber, work: impl FnOnce()) {
        self.enter_thread(number);
        work();
        self.finish();
        self.leave_thread();
    }

    fn enter_thread(self: &Arc<Run>, number: ThreadNumber) {
        CURRENT.set(Some(Arc::clone(self)));
        MOVING.set(number);
        IN_ENGINE.set(false);
    }

    fn leave_thread(&self) {
        // What follows is the engine's until it moves another thread; `with_engine` puts that one's
        // number back.
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
        Run::current().expect("the watched types of synchronisation work only inside of a scenario")
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
            self.engine.stop();
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
        result.unwrap_or_else(|payload| self.engine_panicked(&message_of(&*payload)))
    }

    /// The engine found something wrong by itself.
    fn engine_panicked(&self, message: &str) -> ! {
        let me = self.me();
        let books = self.books();
        let at = books.threads[me].at;
        let (verdict, message) = if message.contains("Causality violation") || message.contains("to cell") {
            let other = books.objects.iter().flat_map(|object| {
                let this = object.accesses.iter().rfind(|a| a.thread == me && a.at == at)?;
                object.accesses.iter().rev().find(|a| a.thread != me && (a.writes || this.writes)).copied()
            });
            let both = match other.last() {
                Some(other) => format!(
                    "{} {} this memory at {} and nothing orders the two",
                    books.threads[other.thread].name,
                    if other.writes { "writes" } else { "reads" },
                    Place::from(other.at)
                ),
                None => "nothing orders this access and another one".to_owned(),
            };
            (Verdict::DataRace, both)
        } else if message.contains("maximum number of branches") {
            (Verdict::Livelock, format!("more than {} steps", books.steps.len()))
        } else if message.contains("deadlock") {
            (Verdict::Deadlock, "nobody can move".to_owned())
        } else {
            (Verdict::Panic, format!("the explorer itself: {message}"))
        };
        drop(books);
        self.fail(verdict, message, Some(at.into()))
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
        let me = self.me();
        let mut books = self.books();
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
        thread.looks = if thread.looks.0 == deadline { (deadline, thread.looks.1 + 1) } else { (deadline, 1) };
        let passed = early || thread.looks.1 >= LOOKS_AT_A_DEADLINE;
        if passed {
            thread.clock = deadline;
        }
        passed
    }

    /// The moving thread's status is one that waits. If that leaves nobody to move, time passes until
    /// the nearest deadline; if there is none, the run is over. Returns whether the moving thread has to
    /// block.
    ///
    /// No wakeup is lost between this and the blocking: whoever wakes the thread opens its gate, and a
    /// gate remembers that it was opened.
    pub(crate) fn must_block(&self) -> bool {
        let me = self.me();
        match self.let_time_pass(self.books()) {
            Some((thread, _)) if thread == me => false,
            Some((_, gate)) => {
                self.open(gate);
                true
            }
            None => true,
        }
    }

    /// If nobody can move, wakes the thread with the nearest deadline; if there is none, ends the run.
    fn let_time_pass(&self, mut books: MutexGuard<'_, Books>) -> Option<(ThreadNumber, Option<Arc<dyn Gate>>)> {
        if !books.all_stuck() {
            return None;
        }
        match books.nearest_deadline() {
            Some((thread, deadline)) => {
                books.threads[thread].clock = deadline;
                let gate = books.wake(thread, Wake::TimedOut);
                Some((thread, gate))
            }
            None => {
                drop(books);
                self.nobody_moves()
            }
        }
    }

    /// Opens the gates of threads that the books already count as woken.
    pub(crate) fn open(&self, gates: impl IntoIterator<Item = Arc<dyn Gate>>) {
        for gate in gates {
            self.with_engine(|_| gate.open());
        }
    }

    /// The moving thread has come to its end.
    fn finish(&self) {
        let me = self.me();
        if self.books().ending.is_some() {
            self.engine.stop();
        }
        let mut books = self.books();
        let joiners = (0..books.threads.len()).filter(|&t| books.threads[t].status == Status::Joining(me)).collect();
        // The line is the last one that it did something at.
        books.turn_of(me);
        books.threads[me].status = Status::Finished;
        books.write_down(me, Action::Finish, None, After::Nothing, joiners);
        if books.threads.iter().all(|t| t.status == Status::Finished) {
            let alone = books.threads.iter().find_map(|t| t.panicked.clone().filter(|_| !t.joined));
            drop(books);
            match alone {
                Some(panicked) => self.fail_with_panic(&panicked),
                None => {
                    self.books().ending = Some(Ending::Passed);
                    self.tell_ended();
                }
            }
        } else if let Some((_, gate)) = self.let_time_pass(books) {
            self.open(gate);
        }
    }

    /// A panic that nobody contains: where it began says whose fault it is.
    pub(crate) fn ending_of(&self, panicked: &Panicked) -> Ending {
        let verdict = if panicked.at.file == self.model_file { Verdict::Assertion } else { Verdict::Panic };
        Ending::Failed {
            verdict,
            message: panicked.message.clone(),
            at: Some(panicked.at.clone()),
            stuck: Vec::new(),
        }
    }

    fn fail_with_panic(&self, panicked: &Panicked) -> ! {
        let ending = self.ending_of(panicked);
        self.end(ending)
    }

    fn fail(&self, verdict: Verdict, message: String, at: Option<Place>) -> ! {
        self.end(Ending::Failed { verdict, message, at, stuck: Vec::new() })
    }

    /// Nobody can move: says whether that is a lost wakeup or any other deadlock.
    fn nobody_moves(&self) -> ! {
        let books = self.books();
        let stuck = books.stuck();
        let waits = |s: &crate::trace::Stuck| match s.on {
            Obstacle::Notification { condvar } => Some(books.objects[condvar].notified_nobody),
            Obstacle::Unpark => Some(books.unpark_lost.contains(&s.thread)),
            _ => None,
        };
        // Threads that only wait for others to finish are looked through.
        let really: Vec<_> = stuck.iter().filter(|s| !matches!(s.on, Obstacle::Thread(_))).collect();
        let all_wait = !really.is_empty() && really.iter().all(|s| waits(s).is_some());
        let no_locks = stuck.iter().all(|s| s.holds.is_empty());
        let in_vain = really.iter().any(|s| waits(s) == Some(true));
        let (verdict, message) = if all_wait && no_locks && in_vain {
            (Verdict::LostWakeup, "whoever is left waits, and the notification came when nobody did")
        } else if stuck.len() < books.threads.len() {
            (Verdict::Deadlock, "some have finished, and nobody who is left can move")
        } else {
            (Verdict::Deadlock, "nobody can move")
        };
        drop(books);
        self.end(Ending::Failed { verdict, message: message.to_owned(), at: None, stuck })
    }

    /// Decides the run, unless it is decided, and stops it.
    pub fn end(&self, ending: Ending) -> ! {
        self.books().ending.get_or_insert(ending);
        self.tell_ended();
        self.engine.stop()
    }

    /// Wakes whoever waits for the ending, which is in the books by now. No wakeup is lost: the watcher
    /// looks at it with the books open before it sleeps.
    pub(crate) fn tell_ended(&self) {
        self.ended.notify_all();
    }

    /// Blocks until the run has ended or `patience` is over; how it ended, if it has.
    pub fn wait_for_ending(&self, patience: Duration) -> Option<Ending> {
        let mut books = self.books();
        if books.ending.is_none() {
            self.ended.wait_while_for(&mut books, |books| books.ending.is_none(), patience);
        }
        books.ending.clone()
    }

    /// How the run ended, if it has.
    pub fn ending(&self) -> Option<Ending> {
        self.books().ending.clone()
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

    /// The line that a thread is at.
    pub fn place_of(&self, thread: ThreadNumber) -> Place {
        self.books().threads[thread].at.into()
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

/// The text of a panic.
pub(crate) fn message_of(payload: &(dyn Any + Send)) -> String {
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => (*text).to_owned(),
        (_, Some(text)) => text.clone(),
        _ => "a panic without a text".to_owned(),
    }
}
