//! If the action panics, the leader panics, and the others are told instead of waiting for ever.

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Model, catch_unwind, thread};

pub fn model() -> Model {
    Model::new("the action panics", || {
        let barrier = Arc::new(Barrier::new(2).with_action(|| panic!("on purpose")));
        let theirs = Arc::clone(&barrier);
        let other = thread::spawn(move || catch_unwind(|| theirs.wait()));
        let mine = catch_unwind(|| barrier.wait());
        let others = other.join().expect("contained");
        // `Err` of `catch_unwind` is the panic; `Ok` is what `wait` returned.
        match (mine, others) {
            (Err(_), Ok(told)) | (Ok(told), Err(_)) => assert_eq!(told, Err(BarrierError::Broken)),
            _ => panic!("one of the two leads, and only that one panics"),
        }
        assert!(barrier.is_broken());
    })
    // Complete, with any one wait ending early.
    .early_wakes(1)
}
