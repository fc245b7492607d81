//! Which explorations are made, in which order.
//!
//! loom explores the schedules of a scenario with at most so many preemptions. It knows nothing of waits
//! that end early, so for each choice of waits that do, there is one exploration of its own. The order is:
//! fewest early wakes first, then fewest preemptions, so that the first failure is one that a person can
//! follow. A choice with one early wake more is made from those that came before by adding one wait that
//! some schedule was seen to reach.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Once};
use std::time::Instant;

use parking_lot::Mutex;
use sync_model::run::{Early, Rules, Run};
use sync_model::source::Sources;
use sync_model::{Bound, Model, hook};

use crate::loom_engine::{LoomEngine, forget_gates};
use crate::report::{Counterexample, Report};

/// loom counts branches, of which one of our steps has a few.
const BRANCHES_A_STEP: usize = 8;

/// What came of a scenario that was given so many schedules and no more.
pub(crate) enum Explored {
    /// It holds.
    Holds(Report),
    /// It does not.
    Fails(Box<Counterexample>),
    /// It has more, and held under those that were run.
    TooLarge,
}

/// Runs a scenario under every schedule within the model's bounds.
///
/// Blocks until all have been run or one has failed. It may be called from several tests at once.
///
/// # Errors
/// The first schedule that fails.
///
/// # Panics
/// If the scenario does not do the same each time it is run under the same schedule.
pub fn check(model: &Model) -> Result<Report, Box<Counterexample>> {
    match check_within(model, u64::MAX) {
        Explored::Holds(report) => Ok(report),
        Explored::Fails(counterexample) => Err(counterexample),
        Explored::TooLarge => unreachable!("nobody lives to see so many schedules"),
    }
}

/// As [`check`], but gives up when so many schedules have been run and there are more.
pub(crate) fn check_within(model: &Model, most: u64) -> Explored {
    let began = Instant::now();
    let mut schedules = 0;
    let bounds = bounds(model.preemption_bound());

    let mut choices: BTreeSet<Vec<Early>> = BTreeSet::from([Vec::new()]);
    for early_wakes in 0..=model.early_wake_bound() {
        let mut next = BTreeSet::new();
        for (index, &bound) in bounds.iter().enumerate() {
            let last = index + 1 == bounds.len();
            for early in &choices {
                let exploration = explore(model, early, bound, most - schedules);
                schedules += exploration.schedules;
                if let Some(run) = exploration.failed {
                    let trace = run.trace(&mut Sources::new());
                    return Explored::Fails(Box::new(Counterexample::new(trace, schedules)));
                }
                if schedules > most {
                    return Explored::TooLarge;
                }
                if last && early_wakes < model.early_wake_bound() {
                    next.extend(with_one_more(early, &exploration.chances));
                }
            }
        }
        choices = next;
    }

    Explored::Holds(Report {
        model: model.name().to_owned(),
        schedules,
        preemptions: match model.preemption_bound() {
            Bound::Complete => None,
            Bound::AtMost(preemptions) => Some(preemptions),
        },
        early_wakes: model.early_wake_bound(),
        complete: model.preemption_bound() == Bound::Complete,
        time: began.elapsed(),
    })
}

/// The bounds to give to loom, one after the other. A complete exploration begins with small ones too: what
/// fails there fails in a way that is easier to follow.
///
/// loom makes no more choices in a run once it has as many preemptions as the bound, not even where a choice
/// needs none. So its bound of n covers every schedule with *fewer* than n preemptions, and some with n.
fn bounds(wanted: Bound) -> Vec<Option<usize>> {
    match wanted {
        Bound::AtMost(preemptions) => (0..=preemptions + 1).map(Some).collect(),
        Bound::Complete => [0, 1, 2].map(Some).into_iter().chain([None]).collect(),
    }
}

/// A choice of early wakes, and one more that comes later in the order: so each set is made once.
fn with_one_more<'a>(
    early: &'a [Early],
    chances: &'a BTreeSet<Early>,
) -> impl Iterator<Item = Vec<Early>> + 'a {
    let later = chances.iter().filter(|chance| early.last().is_none_or(|last| *chance > last));
    // One wait cannot end early in two ways.
    let other_wait =
        later.filter(|new| !early.iter().any(|e| e.thread == new.thread && e.chance == new.chance));
    other_wait.map(|&new| early.iter().copied().chain([new]).collect())
}

/// One exploration.
struct Exploration {
    /// How many were run: one more than were allowed, if there are more.
    schedules: u64,
    /// The run that failed, stopped where it failed.
    failed: Option<Arc<Run>>,
    /// The waits that could have ended early in some schedule.
    chances: BTreeSet<Early>,
}

/// What the thread that explores tells, once.
pub(crate) enum Told {
    /// A run failed and was stopped. The thread sleeps for good.
    Stopped,
    /// Every schedule was run.
    Finished,
    /// The explorer itself failed.
    Panicked(Box<dyn Any + Send>),
}

fn explore(model: &Model, early: &[Early], preemptions: Option<usize>, most: u64) -> Exploration {
    let rules = Rules { early: early.to_vec(), max_steps: model.step_limit(), endless: false };
    let chances = Arc::new(Mutex::new(BTreeSet::new()));
    let schedules = Arc::new(AtomicU64::new(0));
    let current: Arc<Mutex<Option<Arc<Run>>>> = Arc::default();
    let (tell, told) = mpsc::channel();

    let scenario = {
        let (model, chances, schedules, current, tell) =
            (model.clone(), Arc::clone(&chances), Arc::clone(&schedules), Arc::clone(&current), tell.clone());
        let body = model.scenario();
        move || {
            forget_gates();
            // Relaxed: only a count; the channel's end publishes it to who reads it.
            schedules.fetch_add(1, Ordering::Relaxed);
            let engine = Box::new(LoomEngine { tell: Mutex::new(tell.clone()) });
            let run = Run::new(&model, engine, rules.clone(), Arc::clone(&chances));
            *current.lock() = Some(Arc::clone(&run));
            run.main(&*body);
        }
    };
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = preemptions;
    builder.max_branches = model.step_limit() * BRANCHES_A_STEP;
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

    let failed = match told.recv().expect("the explorer tells how it ended, or is asleep with the sender") {
        Told::Stopped => current.lock().take(),
        Told::Finished => None,
        Told::Panicked(payload) => resume_unwind(payload),
    };
    let chances = chances.lock().clone();
    // Relaxed: see above.
    Exploration { schedules: schedules.load(Ordering::Relaxed), failed, chances }
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
