//! A script with a lock of its own counts right, wherever the evaluator looks; and whoever waits for that lock does not
//! keep the interpreter from who has it.

use super::by_hand::Gil;
use super::counting::count_locked;
use crate::sync::{Arc, Bound, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("a lock of the script mends it", || {
        let shared = Arc::new((Gil::new(0), Mutex::new(())));
        let theirs = Arc::clone(&shared);
        let count = |(gil, lock): &(Gil<u64>, Mutex<()>)| {
            count_locked(&mut gil.take().expect("nobody closes it"), lock).expect("nobody closes it");
        };
        let other = thread::spawn(move || count(&theirs));
        count(&shared);
        other.join().expect("nobody panics");
        assert_eq!(*shared.0.take().expect("nobody closes it"), 2);
    })
    // One takes a thread away while it counts; a wait that ends early has the other one ask by then.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
