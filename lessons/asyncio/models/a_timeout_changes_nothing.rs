//! Whoever gives up waiting leaves everything as it was: the gate is closed until it is opened, and opens then.
//!
//! Up to two waits end early, so that the first may be woken for nothing and time out after that.

use std::time::Duration;

use super::by_hand::{Gate, StillClosed};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("a timeout changes nothing", || {
        let gate = Arc::new(Gate::new());
        let opener = {
            let gate = Arc::clone(&gate);
            thread::spawn(move || gate.open())
        };
        match gate.wait_timeout(Duration::from_secs(1)) {
            Ok(()) => assert!(gate.is_open(), "it said that it is open"),
            Err(StillClosed) => gate.wait(),
        }
        opener.join().expect("it does not panic");
    })
    .early_wakes(2)
}
