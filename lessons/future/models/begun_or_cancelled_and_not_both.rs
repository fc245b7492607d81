//! A future is begun or cancelled, and not both; what comes too late is refused, and changes nothing.

use super::by_hand::{Cancelled, Missing, Promise};
use crate::sync::{Model, thread};

pub fn model() -> Model {
    Model::new("begun or cancelled, and not both", || {
        let (promise, future) = Promise::new();
        let maker = thread::spawn(move || {
            let begun = promise.start();
            match begun {
                Ok(()) => assert_eq!(promise.set_result(7), Ok(()), "what has begun cannot be cancelled"),
                Err(Cancelled) => assert_eq!(promise.set_result(7), Err(7), "the value comes back"),
            }
            begun.is_ok()
        });
        let cancelled = future.cancel();
        let result = future.result();
        let begun = maker.join().expect("it does not panic");
        assert!(begun ^ cancelled);
        match cancelled {
            true => assert_eq!(result, Err(Missing::Cancelled)),
            false => assert_eq!(result.as_deref(), Ok(&7)),
        }
        assert_eq!(future.cancel(), cancelled, "and so it stays");
        assert_eq!(future.is_cancelled(), cancelled);
    })
    // Complete: two threads, a few steps each.
    .early_wakes(1)
}
