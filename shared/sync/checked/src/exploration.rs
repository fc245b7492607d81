//! One exploration: what loom is given to do, and what becomes of the runs that fail.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Once};

use parking_lot::Mutex;
use sync_model::run::{Early, Rules, Run};
use sync_model::trace::Ending;
use sync_model::{Model, hook};

use crate::fibers;
use crate::loom_engine::{AtFailure, LoomEngine, Tries, forget_gates};

/// loom counts branches, of which one of our steps has a few.
const BRANCHES_A_STEP: usize = 8;

/// What to explore.
pub(crate) struct Task<'a> {
    pub(crate) model: &'a Model,
    /// The waits that end early.
    pub(crate) early: &'a [Early],
    /// Whether it is known that some lock is not only taken but tried.
    pub(crate) tries: bool,
    /// loom's bound. How many preemptions that are is told in [`crate::explore`].
    pub(crate) bound: Option<usize>,
}

/// A run that failed, stopped where it failed.
pub(crate) struct Failure {
    pub(crate) run: Arc<Run>,
    pub(crate) preemptions: usize,
}

/// What came of an exploration that ends with the first failure.
pub(crate) struct UntilOneFails {
    /// How many schedules were run: one more than were allowed, if there are more.
    pub(crate) schedules: u64,
    pub(crate) failure: Option<Failure>,
    /// The waits that could have ended early in some schedule.
    pub(crate) chances: BTreeSet<Early>,
    /// Whether somebody tried to take a lock in some schedule.
    pub(crate) tries: bool,
}

/// What came of an exploration that goes on after failures.
pub(crate) struct PastFailures {
    /// How many schedules were run.
    pub(crate) schedules: u64,
    /// How many of them failed.
    pub(crate) failures: usize,
    /// The failure with the fewest preemptions.
    pub(crate) fewest: Failure,
}

/// What the thread that explores tells, once.
pub(crate) enum Told {
    /// A run failed and was stopped. The thread sleeps for good.
    Stopped,
    /// There is no schedule left to run.
    Finished,
    /// The explorer itself failed.
    Panicked(Box<dyn Any + Send>),
}

/// Runs one schedule after the other until one fails, or until it has run one more than `most`.
///
/// # Panics
/// If the explorer itself does.
pub(crate) fn until_one_fails(task: &Task<'_>, most: u64) -> UntilOneFails {
    let runs = Runs::new(task);
    let (tell, told) = mpsc::channel();
    let scenario = {
        let (runs, body, tell) = (Arc::clone(&runs), task.model.scenario(), tell.clone());
        move || runs.next(AtFailure::Sleep(Mutex::new(tell.clone()))).main(&*body)
    };
    if let Told::Panicked(payload) = explore(task, most, scenario, tell, &told) {
        resume_unwind(payload);
    }
    let mut so_far = runs.so_far.lock();
    so_far.settle();
    let chances = runs.chances.lock().clone();
    let tries = runs.tries.have_been_seen();
    UntilOneFails { schedules: so_far.schedules, failure: so_far.fewest.take(), chances, tries }
}

/// Runs one schedule after the other, past those that fail, until one fails with fewer preemptions than loom's
/// bound, or so many have failed. Tells the failure with the fewest preemptions, which is `known` if no other
/// has fewer.
///
/// If loom cannot go on after a failure, the schedules that would have come are left out.
pub(crate) fn past_failures(task: &Task<'_>, known: Failure, at_most: usize) -> PastFailures {
    /// What ends a run before it begins, and the exploration with it.
    struct Enough;

    let runs = Runs::new(task);
    runs.so_far.lock().fewest = Some(known);
    let (tell, told) = mpsc::channel();
    let scenario = {
        let (runs, body, bound) = (Arc::clone(&runs), task.model.scenario(), task.bound);
        move || {
            let enough = {
                let mut so_far = runs.so_far.lock();
                so_far.settle();
                so_far.failures >= at_most || so_far.has_fewer_than(bound)
            };
            if enough {
                // Not `panic!`: no hook has to hear of it.
                resume_unwind(Box::new(Enough));
            }
            fibers::begin();
            let (run, body) = (runs.next(AtFailure::Leave), Arc::clone(&body));
            fibers::carry(move || run.main(&*body));
        }
    };
    // However it ends: what was found stays found.
    explore(task, u64::MAX, scenario, tell, &told);
    let mut so_far = runs.so_far.lock();
    so_far.settle();
    let fewest = so_far.fewest.take().expect("one was known, and is replaced only by another");
    PastFailures { schedules: so_far.schedules, failures: so_far.failures, fewest }
}

/// The runs of an exploration, one after the other.
struct Runs {
    model: Model,
    rules: Rules,
    chances: Arc<Mutex<BTreeSet<Early>>>,
    tries: Arc<Tries>,
    so_far: Mutex<SoFar>,
}

#[derive(Default)]
struct SoFar {
    schedules: u64,
    failures: usize,
    /// The failure with the fewest preemptions; of those the first.
    fewest: Option<Failure>,
    /// The run that is being made or was made last, until it is settled what it counts for.
    current: Option<Arc<Run>>,
}

impl Runs {
    fn new(task: &Task<'_>) -> Arc<Runs> {
        let (early, max_steps) = (task.early.to_vec(), task.model.step_limit());
        Arc::new(Runs {
            model: task.model.clone(),
            rules: Rules { early, max_steps, endless: false },
            chances: Arc::default(),
            tries: Arc::new(Tries::new(task.tries)),
            so_far: Mutex::default(),
        })
    }

    /// A new run, which has not begun.
    fn next(&self, at_failure: AtFailure) -> Arc<Run> {
        forget_gates();
        let engine = Box::new(LoomEngine { at_failure, tries: Arc::clone(&self.tries) });
        let run = Run::new(&self.model, engine, self.rules.clone(), Arc::clone(&self.chances));
        let mut so_far = self.so_far.lock();
        so_far.schedules += 1;
        so_far.current = Some(Arc::clone(&run));
        run
    }
}

impl SoFar {
    fn has_fewer_than(&self, bound: Option<usize>) -> bool {
        self.fewest.as_ref().zip(bound).is_some_and(|(failure, bound)| failure.preemptions < bound)
    }

    /// The run is over: if it failed, it counts, and is kept if it has fewer preemptions than the one that is.
    fn settle(&mut self) {
        let Some(run) = self.current.take() else { return };
        if !matches!(run.ending(), Some(Ending::Failed { .. })) {
            return;
        }
        self.failures += 1;
        let preemptions = run.preemptions();
        if self.fewest.as_ref().is_none_or(|kept| preemptions < kept.preemptions) {
            self.fewest = Some(Failure { run, preemptions });
        }
    }
}

/// Lets loom run the scenario under its schedules, but not under more than one more than `most`, on a thread of
/// the operating system of its own.
fn explore(
    task: &Task<'_>,
    most: u64,
    scenario: impl Fn() + Send + Sync + 'static,
    tell: Sender<Told>,
    told: &Receiver<Told>,
) -> Told {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = task.bound;
    builder.max_branches = task.model.step_limit() * BRANCHES_A_STEP;
    // loom counts from one, looks before each run, and would otherwise look but rarely.
    builder.max_permutations = usize::try_from(most).ok().and_then(|most| most.checked_add(2));
    builder.checkpoint_interval = 1;
    builder.max_duration = None;

    std::thread::Builder::new()
        .name("explorer".to_owned())
        .spawn(move || {
            // Before the decoy, since a panic hook cannot be installed while a thread panics: ours, and the
            // one that loom's fibers install when the first of them starts.
            hook::quiet_on_this_thread();
            static FIBERS: Once = Once::new();
            FIBERS.call_once(|| loom::model::Builder::new().check(|| {}));
            let result = without_poison(move || catch_unwind(AssertUnwindSafe(|| builder.check(scenario))));
            forget_gates();
            let _ = tell.send(result.map_or_else(Told::Panicked, |()| Told::Finished));
        })
        .expect("the operating system has a thread to give");
    told.recv().expect("the explorer tells how it ended, or is asleep with the sender")
}

/// Calls `work` on a thread that counts as panicking, so that no lock of `std` is poisoned meanwhile.
///
/// loom's locks are made of `std`'s. All its fibers share one thread of the operating system, so that a
/// guard that one of them drops while another is unwound would poison its lock, and loom would then fail at
/// the next locking of it. A lock of `std` is poisoned only by a panic that began after it was locked, and
/// here one has begun before.
fn without_poison<R>(work: impl FnOnce() -> R) -> R {
    struct OnDrop<F: FnOnce() -> R, R>(Option<F>, Arc<Mutex<Option<R>>>);
    impl<F: FnOnce() -> R, R> Drop for OnDrop<F, R> {
        fn drop(&mut self) {
            let work = self.0.take().expect("dropped once");
            let result = work();
            *self.1.lock() = Some(result);
        }
    }

    let result = Arc::new(Mutex::new(None));
    let work = OnDrop(Some(work), Arc::clone(&result));
    let decoy = catch_unwind(AssertUnwindSafe(move || {
        let _work = work;
        // Not `panic!`: no hook has to hear of it.
        resume_unwind(Box::new("decoy"));
    }));
    debug_assert!(decoy.is_err());
    let result = result.lock().take();
    result.expect("the work has been done while the decoy unwound")
}
