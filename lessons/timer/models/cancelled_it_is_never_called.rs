//! A timer that says that it was cancelled in time does not call its function, not even one that was just about to; one
//! that says that it is too late has called it.
//!
//! The memory is plain: what the function has written is read only if it was called, and otherwise nobody but this
//! thread may have touched it.

use std::time::Duration;

use super::by_hand::{Ending, Timer};
use crate::sync::{Arc, Model, Plain};

pub fn model() -> Model {
    Model::new("cancelled, it is never called", || {
        let called = Arc::new(Plain::new(false));
        let theirs = Arc::clone(&called);
        let timer = Timer::new(Duration::from_secs(1), move || theirs.set(true));
        timer.start().expect("it was not started before");
        let cancelled = timer.cancel();
        if cancelled {
            assert!(!called.get(), "it was called all the same");
            assert_eq!(timer.join(), Ok(Ending::Cancelled));
            assert!(!called.get(), "it was called later");
        } else {
            assert_eq!(timer.join(), Ok(Ending::Called));
            assert!(called.get());
        }
        assert!(!timer.cancel(), "a second time, there is nothing left to cancel");
    })
    // Complete: its time may come at any point, and beside that its thread may wake for no reason.
    .early_wakes(2)
}
