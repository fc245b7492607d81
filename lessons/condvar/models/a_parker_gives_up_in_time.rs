//! Who is not woken gives up at its deadline; and who has been woken does not, though its deadline has passed.

use std::time::Duration;

use super::by_hand::Parker;
use crate::sync::{Deadline, Model};

pub fn model() -> Model {
    // One thread: what can happen to it is only that its parks end early.
    Model::new("a parker gives up in time", || {
        let parker = Parker::new();
        let deadline = Deadline::after(Duration::from_secs(1));
        assert!(!parker.park_until(deadline), "nobody has woken it");
        parker.unpark();
        assert!(parker.park_until(deadline), "now somebody has");
    })
    .early_wakes(2)
}
