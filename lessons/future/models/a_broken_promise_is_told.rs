//! A promise that is dropped fails its future: whoever waits goes on.

use super::by_hand::{Failure, Missing, Promise};
use crate::sync::{Model, thread};

pub fn model() -> Model {
    Model::new("a broken promise is told", || {
        let (promise, future) = Promise::<u32>::new();
        let maker = thread::spawn(move || {
            promise.start().expect("nobody cancels it");
            drop(promise);
        });
        assert_eq!(future.result(), Err(Missing::Failed(Failure::Abandoned)));
        assert_eq!(future.failure(), Ok(Some(Failure::Abandoned)));
        maker.join().expect("it does not panic");
    })
    .early_wakes(1)
}
