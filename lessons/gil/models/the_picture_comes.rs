//! Two threads of a script draw a row each, and the first one waits for the other as a beginner would: by looking
//! again and again, with the interpreter in hand. Without the drop request the picture would never come.

use super::by_hand::{DEFAULT_SWITCH_INTERVAL, Gil, Held};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

/// What the interpreter holds: which rows are drawn.
type Rows = [bool; 2];

pub fn model() -> Model {
    Model::new("the picture comes", || {
        let gil = Arc::new(Gil::new(Rows::default()));
        let theirs = Arc::clone(&gil);
        let other = thread::spawn(move || draw(&mut theirs.take().expect("nobody closes it"), 1));
        let mut held = gil.take().expect("nobody closes it");
        draw(&mut held, 0);
        while !held[1] {
            instructions();
            if held.is_requested() {
                held.give_way().expect("nobody closes it");
            }
        }
        drop(held);
        other.join().expect("nobody panics");
        assert_eq!(*gil.take().expect("nobody closes it"), [true, true]);
    })
    // To wait for the clock takes none, and the other may be anywhere when this one looks.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}

fn draw(held: &mut Held<'_, Rows>, row: usize) {
    instructions();
    held[row] = true;
}

/// Some instructions, which take an interval, with the interpreter in hand.
fn instructions() {
    let done = Deadline::after(DEFAULT_SWITCH_INTERVAL);
    while !done.has_passed() {
        thread::park_until(done);
    }
}
