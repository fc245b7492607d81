//! Two workers stand before the director goes on, and nobody draws until it says so.
//!
//! What a worker draws is plain memory, which the director looks at during the pause: were anybody to draw
//! meanwhile, that would be a data race.

use super::by_hand::Event;
use super::render::{Player, Render, Signal};
use crate::sync::{Arc, Bound, Model, Plain, thread};

/// A third of these is one, which is when all pause.
const PIECES: usize = 3;

pub fn model() -> Model {
    Model::new("nobody draws during the pause", || {
        let shared = Arc::new((Render::<usize, Event>::new(2), [0; 2].map(|_| Plain::new(0))));
        let workers = [0, 1].map(|number| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let mut worker = Worker { drawn: &shared.1[number] };
                shared.0.first_team(number, &mut worker).expect("nobody stops it");
            })
        });
        let (render, drawn) = &*shared;
        let mut director = Worker { drawn: &drawn[0] };
        let look = |finished| {
            assert_eq!(drawn[0].get() + drawn[1].get(), finished, "nobody has a piece half drawn");
        };
        render.direct(&mut director, Vec::from_iter(0..PIECES), look).expect("nobody stops it");
        workers.into_iter().for_each(|worker| worker.join().expect("nobody panics"));
        assert_eq!(drawn[0].get() + drawn[1].get() + render.left(), PIECES, "drawn, or laid down");
    })
    // One leaves a worker behind in the middle of a piece, as the other comes to stand.
    .preemptions(Bound::AtMost(1))
}

struct Worker<'a> {
    drawn: &'a Plain<usize>,
}

impl Player<usize> for Worker<'_> {
    type Error = ();

    fn wait(&mut self, _place: &'static str, event: &impl Signal) -> Result<(), ()> {
        event.wait();
        Ok(())
    }

    fn draw(&mut self, _piece: usize) -> Result<(), ()> {
        self.drawn.set(self.drawn.get() + 1);
        Ok(())
    }

    fn mark(&mut self, _moment: &'static str) {}
}
