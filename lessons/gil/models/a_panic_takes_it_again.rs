//! Native code that panics comes back to the interpreter all the same: whoever contains the panic still has it.

use std::time::Duration;

use super::by_hand::Gil;
use crate::sync::{Arc, Bound, Model, catch_unwind, thread};

pub fn model() -> Model {
    Model::new("a panic takes it again", || {
        let gil = Arc::new(Gil::new(0));
        gil.set_switch_interval(Duration::MAX);
        let theirs = Arc::clone(&gil);
        let other = thread::spawn(move || *theirs.take().expect("nobody closes it") += 1);
        let mut held = gil.take().expect("nobody closes it");
        let outcome = catch_unwind(|| held.release_while(|| panic!("on purpose")));
        assert!(outcome.is_err());
        *held += 1;
        drop(held);
        other.join().expect("nobody else panics");
        assert_eq!(*gil.take().expect("nobody closes it"), 2);
    })
    // The other has it, or waits for it, when the panic comes.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
