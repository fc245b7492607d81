//! Each of two threads waits for the other to take its turn first.

use sync_checked::sync::atomic::{AtomicBool, Ordering};
use sync_checked::sync::{Arc, Bound, Model, hint, thread};

fn after_you(mine: &AtomicBool, other: &AtomicBool) {
    // Pairs with the store below, in the other thread.
    while !other.load(Ordering::Acquire) {
        hint::spin_loop();
    }
    mine.store(true, Ordering::Release);
}

pub fn model() -> Model {
    Model::new("somebody goes first", || {
        let turns = Arc::new((AtomicBool::new(false), AtomicBool::new(false)));
        let theirs = Arc::clone(&turns);
        let other = thread::spawn(move || after_you(&theirs.1, &theirs.0));
        after_you(&turns.0, &turns.1);
        other.join().expect("nobody panics");
    })
    .preemptions(Bound::AtMost(1))
}
