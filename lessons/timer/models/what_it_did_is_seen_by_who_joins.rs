//! Who joins returns when the function has returned, and sees all that it did.
//!
//! The memory is plain: were the two not ordered, the accesses would be a data race.

use std::time::Duration;

use super::by_hand::{Ending, Timer};
use crate::sync::{Arc, Model, Plain};

pub fn model() -> Model {
    Model::new("what it did is seen", || {
        let memory = Arc::new(Plain::new(0));
        let theirs = Arc::clone(&memory);
        let timer = Timer::new(Duration::from_secs(1), move || theirs.set(7));
        memory.set(1);
        timer.start().expect("it was not started before");
        assert_eq!(timer.join(), Ok(Ending::Called));
        assert_eq!(memory.get(), 7);
    })
    // Complete. Its time may come before anybody joins.
    .early_wakes(2)
}
