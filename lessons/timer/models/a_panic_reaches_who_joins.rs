//! A panic of the function is told to everybody who joins, and to nobody else.

use std::time::Duration;

use super::by_hand::{JoinError, Timer};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a panic reaches who joins", || {
        let timer = Arc::new(Timer::new(Duration::ZERO, || panic!("on purpose")));
        timer.start().expect("it was not started before");
        let theirs = Arc::clone(&timer);
        let other = thread::spawn(move || theirs.join());
        for told in [timer.join(), other.join().expect("nobody else panics")] {
            let Err(JoinError::Panicked(panic)) = told else { panic!("it is told, not {told:?}") };
            assert_eq!(panic.message(), "on purpose");
        }
    })
    // The joins come before, during and after the call.
    .preemptions(Bound::AtMost(1))
}
