//! Nobody has the interpreter while somebody else has it, and whoever takes it sees what was done with it before.
//!
//! The memory is plain and lies beside the lock, as all of CPython's does: were two inside at once, each access would
//! be a data race. Three threads, so that one is woken while another comes.

use super::by_hand::Gil;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("one at a time", || {
        let shared = Arc::new((Gil::new(0), Plain::new(0)));
        let others: Vec<_> = (0..2)
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || count(&shared.0, &shared.1))
            })
            .collect();
        count(&shared.0, &shared.1);
        for other in others {
            other.join().expect("nobody panics");
        }
        assert_eq!(*shared.0.take().expect("nobody closes it"), 3);
        assert_eq!(shared.1.get(), 3);
    })
    // One takes a thread away while it is inside; then a wait that ends early has it ask, and look in vain.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}

fn count(gil: &Gil<u32>, beside: &Plain<u32>) {
    let mut held = gil.take().expect("nobody closes it");
    *held += 1;
    beside.set(beside.get() + 1);
}
