//! A scenario and how far it is to be explored.

use std::panic::Location;
use std::sync::Arc;

/// How many preemptions an exploration allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Every schedule, however many preemptions it has.
    Complete,
    /// Every schedule with at most so many.
    AtMost(usize),
}

/// A scenario: a few threads that use a primitive, and what must hold of them.
///
/// # Example
/// ```
/// use sync_model::{Bound, Model};
///
/// let model = Model::new("nothing happens", || {})
///     .preemptions(Bound::AtMost(2)) // two are enough to …
///     .early_wakes(1);
/// assert_eq!(model.name(), "nothing happens");
/// ```
#[derive(Clone)]
pub struct Model {
    name: &'static str,
    scenario: Arc<dyn Fn() + Send + Sync>,
    place: &'static Location<'static>,
    preemptions: Bound,
    early_wakes: usize,
    max_steps: usize,
}

impl Model {
    /// A scenario by the name of what it promises. It is run once for each schedule and must do the same
    /// each time but for what the schedule changes. A failing check in the *file* that calls this is an
    /// [`Assertion`](crate::Verdict::Assertion).
    ///
    /// Unless told otherwise it is explored completely, and no wait ends early.
    #[track_caller]
    #[must_use]
    pub fn new(name: &'static str, scenario: impl Fn() + Send + Sync + 'static) -> Model {
        Model {
            name,
            scenario: Arc::new(scenario),
            place: Location::caller(),
            preemptions: Bound::Complete,
            early_wakes: 0,
            max_steps: 400,
        }
    }

    /// How many preemptions to allow. Say beside it why that is enough.
    #[must_use]
    pub fn preemptions(self, preemptions: Bound) -> Model {
        Model { preemptions, ..self }
    }

    /// How many waits of one run may end early: spuriously, or because a deadline passes while others
    /// could still move.
    #[must_use]
    pub fn early_wakes(self, early_wakes: usize) -> Model {
        Model { early_wakes, ..self }
    }

    /// How many steps one run may have before it counts as a livelock (400 unless told otherwise).
    #[must_use]
    pub fn max_steps(self, max_steps: usize) -> Model {
        Model { max_steps, ..self }
    }

    /// What it promises.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where the scenario stands.
    pub fn place(&self) -> &'static Location<'static> {
        self.place
    }

    /// The scenario itself.
    pub fn scenario(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.scenario)
    }

    /// How many preemptions are allowed.
    pub fn preemption_bound(&self) -> Bound {
        self.preemptions
    }

    /// How many waits of one run may end early.
    pub fn early_wake_bound(&self) -> usize {
        self.early_wakes
    }

    /// How many steps one run may have.
    pub fn step_limit(&self) -> usize {
        self.max_steps
    }
}

/// Declares the models of a folder: a module each, and `all()`, which lists them.
///
/// Each module has a function `model() -> Model`.
#[macro_export]
macro_rules! models {
    ($($name:ident),+ $(,)?) => {
        $(pub mod $name;)+

        /// Every model of this folder, with the name of its file.
        pub fn all() -> Vec<(&'static str, $crate::Model)> {
            vec![$((stringify!($name), $name::model())),+]
        }
    };
}
