//! Whoever gives up waiting leaves everything as it was: the value comes, and can be had.

use std::time::Duration;

use super::by_hand::{Missing, Promise};
use crate::sync::{Model, thread};

pub fn model() -> Model {
    Model::new("a timeout changes nothing", || {
        let (promise, future) = Promise::new();
        let maker = thread::spawn(move || assert_eq!(promise.set_result(7), Ok(())));
        match future.result_timeout(Duration::from_millis(1)) {
            Ok(value) => assert_eq!(*value, 7),
            Err(missing) => {
                assert_eq!(missing, Missing::TimedOut);
                assert_eq!(future.result().as_deref(), Ok(&7));
            }
        }
        maker.join().expect("it does not panic");
    })
    // Complete; the first wait may be woken for nothing and time out after that.
    .early_wakes(2)
}
