//! When everything stops, nobody is left waiting: not at a gate, not at the pause, and not the director.
//!
//! The first team has two workers and only one of them comes. So the director waits for ever, and so does who pauses.

use super::by_hand::Event;
use super::render::{Player, Render, Signal};
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("stopping wakes everyone", || {
        let shared = Arc::new((Render::<(), Event>::new(2), AtomicBool::new(false)));
        let theirs = Arc::clone(&shared);
        let worker = thread::spawn(move || theirs.0.first_team(0, &mut Anybody { stopping: &theirs.1 }));
        let theirs = Arc::clone(&shared);
        // A third of three is one, which is when the worker pauses.
        let director =
            thread::spawn(move || theirs.0.direct(&mut Anybody { stopping: &theirs.1 }, vec![(); 3], |_| ()));
        let (render, stopping) = &*shared;
        // Relaxed: the events publish it.
        stopping.store(true, Ordering::Relaxed);
        render.stop();
        let _stopped_or_not = worker.join().expect("nobody panics");
        assert_eq!(director.join().expect("nobody panics"), Err(()), "nobody else could have let it go");
        let late = render.second_team(&mut Anybody { stopping });
        assert_eq!(late, Err(()), "nor does the second team wait");
    })
    // That both wait before it takes none; one puts it between a third and the pause.
    .preemptions(Bound::AtMost(1))
}

/// Whoever it is, it has nothing to draw, and gives up if it is woken by the stop.
struct Anybody<'a> {
    stopping: &'a AtomicBool,
}

impl Player<()> for Anybody<'_> {
    type Error = ();

    fn wait(&mut self, _place: &'static str, event: &impl Signal) -> Result<(), ()> {
        event.wait();
        // Relaxed: who was woken by the stop sees what came before it.
        if self.stopping.load(Ordering::Relaxed) { Err(()) } else { Ok(()) }
    }

    fn draw(&mut self, (): ()) -> Result<(), ()> {
        Ok(())
    }

    fn mark(&mut self, _moment: &'static str) {}
}
