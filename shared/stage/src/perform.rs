//! One run of one variant: the part that is timed.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use fractal::Image;

use crate::canvas::Canvas;
use crate::lesson::Draw;
use crate::log::{Log, Mark, Note};
use crate::panics;
use crate::platform;
use crate::settings::Settings;
use crate::show::{Cast, Run, Seen, Show};
use crate::stop::{Fault, FaultKind, Moment, Stop, Stopped};
use crate::usage::Switches;

/// What is known of a run when it has ended.
#[derive(Clone, Debug)]
pub struct Performance {
    /// From the call of the variant's function to its return.
    pub wall: Duration,
    /// What each worker did, in the order in which they came.
    pub workers: Vec<Log>,
    /// What it noted, in the order in which the names first came.
    pub notes: Vec<Note>,
    /// What it marked across all workers, in order; empty unless [`Recording::spans`](crate::Recording::spans).
    pub marks: Vec<Mark>,
    /// Of how many iterations the picture is, if it [said](Show::as_of) that those are fewer than were asked for.
    pub as_of: Option<i32>,
    /// How often the processor went from one thread to another meanwhile, where the system tells.
    pub switches: Option<Switches>,
    /// Whether it came to its end. If not, the [`Stop`] knows why.
    pub outcome: Result<(), Stopped>,
}

impl Performance {
    /// A run in which nothing was done.
    pub(crate) fn empty(outcome: Result<(), Stopped>) -> Performance {
        let (workers, notes, marks) = (Vec::new(), Vec::new(), Vec::new());
        Performance { wall: Duration::ZERO, workers, notes, marks, as_of: None, switches: None, outcome }
    }
}

/// Runs a variant once, into `image`, and returns when it has ended. Poison the image before, to see what was
/// drawn. This is what the program does between preparing and reporting; a test can do the same.
///
/// # Panics
/// If `image` is not of the grid's size.
pub fn perform(draw: Draw, image: &mut Image, settings: &Settings, stop: &Stop) -> Performance {
    perform_watched(draw, image, settings, stop, &Seen::default())
}

pub(crate) fn perform_watched(
    draw: Draw,
    image: &mut Image,
    settings: &Settings,
    stop: &Stop,
    seen: &Seen,
) -> Performance {
    assert_eq!((image.rows(), image.columns()), (settings.grid.rows(), settings.grid.columns()));
    // So that no product of it with anything overflows: one piece has all the rows then, too.
    let piece_rows = settings.piece_rows.min(settings.grid.rows());
    let settings = Settings { piece_rows, ..settings.clone() };
    let cast = Cast { seen: seen.clone(), ..Cast::default() };
    let canvas = Canvas::new(image, piece_rows, seen.growing.clone());
    thread::scope(|scope| {
        let (hooks, seats) = (&cast.hooks, &cast.seats);
        let serve = || hooks.serve(stop, seats);
        if let Err(error) = thread::Builder::new().name("stage".to_owned()).spawn_scoped(scope, serve) {
            stop.fault(Fault::of_the_run(format!("no thread could start: {error}")));
            return Performance::empty(Err(Stopped::new()));
        }
        let switches = platform::switches();
        let show = Show { run: Arc::new(Run::new(settings, stop.clone(), cast.clone())) };
        // Unwind safety: what the variant leaves behind is an image that is not shown as finished.
        let drawn = panic::catch_unwind(AssertUnwindSafe(|| draw(&show, canvas)));
        // By the clock of the workers' logs, so that all they did lies between the start and the end.
        let wall = show.run.now();
        let switches = platform::switches().zip(switches).map(|(after, before)| after.since(before));

        hooks.close(stop);
        let outcome = drawn.unwrap_or_else(|payload| {
            let fault = Fault::caught("the variant's own thread", Moment::Start, &*payload);
            // Often it is the echo of a panic in a thread: known already, if that thread had a worker.
            let known = stop.first_fault().is_some_and(|fault| fault.kind == FaultKind::Panic);
            if !known {
                stop.fault(panics::claim_first().map_or(fault, Fault::of_a_thread));
            }
            Err(Stopped::new())
        });
        let (workers, notes, marks) = (show.run.take_logs(), show.run.take_notes(), show.run.take_marks());
        Performance { wall, workers, notes, marks, as_of: show.run.as_of(), switches, outcome }
    })
}

/// The picture by one thread, piece after piece: what every run is compared with.
pub(crate) fn serial(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let mut worker = show.worker("serial");
    canvas.into_pieces().try_for_each(|mut piece| worker.compute(&mut piece))
}

/// The same pieces on as many threads as were asked for, dealt out beforehand, with nothing shared: as good as any
/// way of sharing the work out could be if sharing cost nothing.
pub(crate) fn ideal(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    show.workers_with(canvas.into_hands(show.threads()), |worker, hand| {
        hand.into_iter().try_for_each(|mut piece| worker.compute(&mut piece))
    })
}
