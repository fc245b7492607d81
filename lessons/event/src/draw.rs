//! How a render by two teams draws, with events of two makes.

use std::sync::atomic::{AtomicBool, Ordering};

use event_listener::Listener;
use stage::{Canvas, Piece, Show, Stopped, Worker};

use crate::by_hand::Event;
use crate::render::{Player, Render, Signal};

/// With the event by hand.
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    render::<Event>(show, canvas)
}

/// With a flag, and `event-listener` to tell of it.
pub(crate) fn event_listener(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    render::<Flag>(show, canvas)
}

// ANCHOR: render
/// Who waits at which gate.
enum Team {
    First(usize),
    Second,
}

fn render<S: Signal + Sync>(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let render = Render::<Piece<'_>, S>::new(show.threads());
    let pieces: Vec<Piece<'_>> = canvas.into_pieces().collect();
    let direct = |director: &mut Worker| {
        render.direct(director, pieces, |finished| {
            show.note("pieces finished when all stood", format!("{finished} of {}", show.piece_count()));
        })
    };
    let play = |worker: &mut Worker, team| match team {
        Team::First(number) => render.first_team(number, worker),
        Team::Second => render.second_team(worker),
    };
    let first = (0..show.threads()).map(Team::First);
    let teams = first.chain((0..show.threads()).map(|_| Team::Second)).collect();
    show.waking(|| render.stop(), || show.beside("director", direct, || show.workers_with(teams, play)))
}
// ANCHOR_END: render

// ANCHOR: player
impl<'a> Player<Piece<'a>> for Worker {
    type Error = Stopped;

    fn wait(&mut self, place: &'static str, event: &impl Signal) -> Result<(), Stopped> {
        self.waiting(place, || event.wait());
        // It may have been woken by `Render::stop`.
        if self.is_stopping() { Err(self.fail("the render was stopped")) } else { Ok(()) }
    }

    fn draw(&mut self, mut piece: Piece<'a>) -> Result<(), Stopped> {
        self.compute(&mut piece)
    }

    fn mark(&mut self, moment: &'static str) {
        Worker::mark(self, moment);
    }
}
// ANCHOR_END: player

// ANCHOR: listener
/// What `event-listener` calls an event tells listeners that something has happened, and keeps
/// nothing of it. What has happened is a flag of one's own.
#[derive(Default)]
struct Flag {
    up: AtomicBool,
    raised: event_listener::Event,
}

impl Signal for Flag {
    fn set(&self) {
        // Release pairs with the Acquire in `is_set`.
        self.up.store(true, Ordering::Release);
        // No wakeup is lost: `notify` begins with a `SeqCst` fence, and `listen` ends with one.
        // So of a `set` and a `wait` that meet, either this finds the listener, or that one
        // finds the flag.
        self.raised.notify(usize::MAX);
    }

    fn clear(&self) {
        // Relaxed: a flag that is down lets nobody go on.
        self.up.store(false, Ordering::Relaxed);
    }

    fn is_set(&self) -> bool {
        // Acquire pairs with the Release in `set`.
        self.up.load(Ordering::Acquire)
    }

    fn wait(&self) {
        // Listens, then looks: a flag that is raised after the look finds a listener. Who was
        // told does not look again, so it goes on though the flag may be down by then.
        let told = self.raised.listen();
        if self.is_set() {
            // Dropped, it would pass on what it may have been told to somebody who has come
            // since, and for whom it is not.
            told.discard();
        } else {
            told.wait();
        }
    }
}
// ANCHOR_END: listener
