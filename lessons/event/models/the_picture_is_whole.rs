//! The drawing itself, with a worker in each team and three pieces: each is drawn once, and what the first team has not
//! drawn when it is cancelled, the second draws.
//!
//! A piece is plain memory. Were two to draw one, or nobody, or were the teams to work at the same time, it would
//! show.

use super::by_hand::Event;
use super::render::{Player, Render, Signal};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("the picture is whole", || {
        let shared = Arc::new((Render::<usize, Event>::new(1), [0; 3].map(|_| Plain::new(0))));
        let theirs = Arc::clone(&shared);
        let first = thread::spawn(move || {
            let mut worker = Worker { picture: &theirs.1, drawn: 0 };
            theirs.0.first_team(0, &mut worker).expect("nobody stops it");
            worker.drawn
        });
        let theirs = Arc::clone(&shared);
        let second = thread::spawn(move || {
            let mut worker = Worker { picture: &theirs.1, drawn: 0 };
            theirs.0.second_team(&mut worker).expect("nobody stops it");
            worker.drawn
        });
        let (render, picture) = &*shared;
        let mut director = Worker { picture, drawn: 0 };
        render.direct(&mut director, vec![0, 1, 2], |_| ()).expect("nobody stops it");
        let drawn = (first.join().expect("nobody panics"), second.join().expect("nobody panics"));
        assert_eq!(picture.each_ref().map(|piece| piece.get()), [1; 3], "each piece is drawn once");
        assert_eq!(drawn, (2, 1), "the second team draws what the first has left");
    })
    // Who is too early at a gate is so without any; one takes somebody away between a look and a sleep.
    .preemptions(Bound::AtMost(1))
}

struct Worker<'a> {
    picture: &'a [Plain<usize>; 3],
    drawn: usize,
}

impl Player<usize> for Worker<'_> {
    type Error = ();

    fn wait(&mut self, _place: &'static str, event: &impl Signal) -> Result<(), ()> {
        event.wait();
        Ok(())
    }

    fn draw(&mut self, piece: usize) -> Result<(), ()> {
        let piece = &self.picture[piece];
        piece.set(piece.get() + 1);
        self.drawn += 1;
        Ok(())
    }

    fn mark(&mut self, _moment: &'static str) {}
}
