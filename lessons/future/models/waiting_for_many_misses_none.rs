//! Whoever waits for many is woken by any of them, also by one that is done just as the waiting begins; and all that
//! are done by then are among those that are said to be.

use super::by_hand::{Promise, Until, wait};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("waiting for many misses none", || {
        let (promises, futures): (Vec<_>, Vec<_>) = (0..2).map(|_| Promise::new()).unzip();
        let makers: Vec<_> = promises
            .into_iter()
            .map(|promise| thread::spawn(move || assert_eq!(promise.set_result(7), Ok(()))))
            .collect();
        let first = wait(&futures, None, Until::FirstCompleted);
        assert!(!first.done.is_empty());
        assert_eq!(first.done.len() + first.not_done.len(), 2);
        // The same again, each named twice: it counts once.
        let named = [&futures[..], &futures[..]].concat();
        let all = wait(&named, None, Until::AllCompleted);
        assert_eq!((all.done.len(), all.not_done.len()), (2, 0));
        makers.into_iter().for_each(|maker| maker.join().expect("it does not panic"));
    })
    // One preemption puts either making between any two steps of the waiting.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
