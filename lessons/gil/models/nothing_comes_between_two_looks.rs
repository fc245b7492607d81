//! What a script does between two looks of the evaluator is one step to all others: two threads that count get to
//! two.
//!
//! That is not much to rely on. With one more look in the middle, a count is lost.

use super::by_hand::Gil;
use super::counting::count;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("nothing comes between two looks", || {
        let gil = Arc::new(Gil::new(0));
        let theirs = Arc::clone(&gil);
        let other = thread::spawn(move || {
            count(&mut theirs.take().expect("nobody closes it")).expect("nobody closes it");
        });
        count(&mut gil.take().expect("nobody closes it")).expect("nobody closes it");
        other.join().expect("nobody panics");
        assert_eq!(*gil.take().expect("nobody closes it"), 2);
    })
    // One takes a thread away while it counts; a wait that ends early has the other one ask by then.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
