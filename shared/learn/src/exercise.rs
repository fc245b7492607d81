//! What an exercise asks of an answer.

use std::sync::Arc;
use std::time::Duration;

use fractal::Grid;
use parking_lot::Mutex;
use sync_model::Model;
use sync_model::run::Uses;

/// What an exercise asks of an answer, in the order in which it is asked:
///
/// 1. [`model`](Exercise::model): scenarios that must hold under every schedule;
/// 2. [`real`](Exercise::real): work that must come out right under real threads;
/// 3. [`picture`](Exercise::picture): a picture, drawn through the answer;
/// 4. the [`Uses`] that the two before must have made of the primitive;
/// 5. [`at_once`](Exercise::at_once): scenarios that only threads at work at the same time can finish.
///
/// The first that fails gives the verdict.
#[derive(Clone, Default)]
#[must_use]
pub struct Exercise {
    pub(crate) models: Vec<Model>,
    pub(crate) real: Vec<Real>,
    pub(crate) picture: Option<Picture>,
    pub(crate) at_once: Vec<Model>,
    pub(crate) limits: Limits,
}

impl Exercise {
    /// Asks for nothing yet.
    pub fn new() -> Exercise {
        Exercise::default()
    }

    /// A scenario that must hold under every schedule within its bounds.
    pub fn model(mut self, model: Model) -> Exercise {
        self.models.push(model);
        self
    }

    /// Work that must come out right under real threads.
    pub fn real(mut self, real: Real) -> Exercise {
        self.real.push(real);
        self
    }

    /// The picture that must come out.
    pub fn picture(self, picture: Picture) -> Exercise {
        Exercise { picture: Some(picture), ..self }
    }

    /// A scenario that uses a [`Rendezvous`](crate::Rendezvous), so that it can end only if threads work at
    /// the same time. It is run under every schedule too.
    pub fn at_once(mut self, model: Model) -> Exercise {
        self.at_once.push(model);
        self
    }

    /// Other limits than the usual ones, for an answer that is known to need more.
    pub fn limits(self, limits: Limits) -> Exercise {
        Exercise { limits, ..self }
    }
}

/// Work under real threads, done again and again.
#[derive(Clone)]
#[must_use]
pub struct Real {
    pub(crate) work: Model,
    pub(crate) times: usize,
    pub(crate) uses: Uses,
}

impl Real {
    /// Work by the name of what it shows. It is done over real threads, so it may be larger than a model:
    /// more threads, more rounds. A failing check in the *file* that calls this is an assertion.
    #[track_caller]
    pub fn new(name: &'static str, work: impl Fn() + Send + Sync + 'static) -> Real {
        Real { work: Model::new(name, work), times: 20, uses: Uses::default() }
    }

    /// How often to do it (20 unless told otherwise). Real threads rarely show what a model shows at once;
    /// a few times is enough.
    pub fn times(self, times: usize) -> Real {
        Real { times, ..self }
    }

    /// What the answer must have used at the least, each time. What the file of the checks does itself does
    /// not count.
    pub fn uses(self, uses: Uses) -> Real {
        Real { uses, ..self }
    }
}

/// A picture that is drawn through the answer, on real threads.
#[derive(Clone)]
#[must_use]
pub struct Picture {
    pub(crate) grid: Grid,
    pub(crate) draw: Model,
    pub(crate) drawn: Arc<Mutex<Option<Vec<i32>>>>,
    pub(crate) uses: Uses,
}

impl Picture {
    /// The picture of a grid. `draw` returns its counts, rows x columns, row by row; they must be those that
    /// one thread computes alone.
    #[track_caller]
    pub fn new(grid: Grid, draw: impl Fn(&Grid) -> Vec<i32> + Send + Sync + 'static) -> Picture {
        let drawn = Arc::new(Mutex::new(None));
        let draw = {
            let (grid, drawn) = (grid.clone(), Arc::clone(&drawn));
            Model::new("the picture", move || *drawn.lock() = Some(draw(&grid)))
        };
        Picture { grid, draw, drawn, uses: Uses::default() }
    }

    /// What the answer must have used at the least. What the file of the checks does itself does not count.
    pub fn uses(self, uses: Uses) -> Picture {
        Picture { uses, ..self }
    }
}

/// When an answer that does not end by itself is ended.
///
/// Threads that wait for each other by the watched types need no limit: it is known at once that nobody can
/// move. These are for what cannot be seen: a loop that does nothing, a sleep, a lock of `std`. None of them
/// counts time as a clock on the wall does, so a slow machine changes no verdict.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Processor time that may be used in a row without a single operation of a watched type.
    pub without_operation: Duration,
    /// Processor time for one run under real threads. It is more than a hundred times what one needs.
    pub real_run: Duration,
    /// Processor time for one model. Models take two seconds at the most where an answer is right.
    pub model: Duration,
    /// How long everyone may be asleep outside of the watched types in one model or one run, all sleeps together.
    /// Counted are tenths of a second at the end of which this process was seen to be running, without an operation
    /// of a watched type and with less than a tenth of the processor time that one thread could have: to be stopped
    /// for an hour counts as two.
    pub asleep: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            without_operation: Duration::from_secs(3),
            real_run: Duration::from_secs(10),
            model: Duration::from_secs(120),
            asleep: Duration::from_secs(10),
        }
    }
}
