//! Who joins a thread is woken at its end, also if that comes just as they fall asleep.
//!
//! One thread and one who joins are all that the promise is about.

use super::by_hand::spawn;
use crate::sync::Model;

pub fn model() -> Model {
    Model::new("nobody sleeps through the end of a thread", || {
        let thread = spawn(|| 20);
        assert_eq!(thread.join().expect("it does not panic"), 20);
    })
    // Complete. Two wakeups for no reason, so that who has been tricked once is tricked again.
    .early_wakes(2)
}
