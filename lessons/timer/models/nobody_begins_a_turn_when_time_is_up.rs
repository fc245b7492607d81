//! The drawing itself, with rows of a few turns: when time is up nobody begins another turn, no row is lost, and the
//! picture is as of what all rows have; when all is drawn before, the timer is cancelled and nothing happens any more.
//! Without the timer the drawing goes on to its end, however long that takes.

use std::time::Duration;

use super::by_hand::{Ending, Timer};
use super::rounds::{Rounds, UnderWay};
use crate::sync::{Arc, Bound, Model, thread};

/// A row of so many iterations, one a turn.
struct Row(i32);

const ITERATIONS: i32 = 2;

impl UnderWay for Row {
    fn iterations(&self) -> i32 {
        self.0
    }

    fn is_finished(&self) -> bool {
        self.0 == ITERATIONS
    }
}

pub fn model() -> Model {
    Model::new("the rounds end when time is up", || {
        let rounds = Arc::new(Rounds::new(vec![Row(0), Row(0)]));
        let theirs = Arc::clone(&rounds);
        let timer = Arc::new(Timer::new(Duration::from_secs(1), move || theirs.call_time()));
        timer.start().expect("it was not started before");
        let theirs = (Arc::clone(&rounds), Arc::clone(&timer));
        let late = thread::spawn(move || {
            let ended = theirs.1.join().expect("calling time does not panic");
            let turns = draw(&theirs.0);
            assert!(ended == Ending::Cancelled || turns == 0, "a turn begins when time is up");
        });
        let turns = draw(&rounds);
        let cancelled = timer.cancel();
        late.join().expect("nobody panics");

        let drawn = rounds.take_drawn();
        assert_eq!(drawn.finished.len() + drawn.unfinished.len(), 2, "no row is lost");
        match drawn.iterations_of_all() {
            None => assert_eq!(turns, 2 * ITERATIONS, "all is drawn"),
            Some(iterations) => {
                assert!(!cancelled, "something is left, and nobody has called time");
                assert!(drawn.unfinished.iter().all(|row| row.0 >= iterations));
            }
        }
    })
    // Its time may come at any point.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}

/// Works until there is nothing left to do; how many turns that took.
fn draw(rounds: &Rounds<Row>) -> i32 {
    let mut turns = 0;
    let turn = |turns: &mut i32, row: &mut Row| {
        *turns += 1;
        row.0 += 1;
        Ok::<(), ()>(())
    };
    rounds.work(&mut turns, turn).expect("no turn fails");
    turns
}
