//! Futures are given once each, as they are done: the one that is done already comes first. A wait that was given up
//! leaves nothing behind at those that were not done.

use std::time::Duration;

use super::by_hand::{Promise, StillWaiting, as_completed};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("each is given once, as it comes", || {
        let (late, second) = Promise::new();
        let (early, first) = Promise::new();
        assert_eq!(early.set_result(1), Ok(()));
        let maker = thread::spawn(move || assert_eq!(late.set_result(2), Ok(())));
        let mut given = Vec::new();
        for done in
            as_completed([second.clone(), first.clone(), second.clone()], Some(Duration::from_millis(1)))
        {
            match done {
                Ok(future) => given.push(*future.result().expect("it is done")),
                Err(still_waiting) => {
                    assert_eq!((still_waiting, &given[..]), (StillWaiting { left: 1, of: 2 }, &[1][..]));
                    assert_eq!(second.result().as_deref(), Ok(&2), "it still comes");
                    given.push(2);
                }
            }
        }
        given.sort_unstable();
        assert_eq!(given, [1, 2]);
        maker.join().expect("it does not panic");

        let (_never, pending) = Promise::<u32>::new();
        let told = as_completed([pending.clone()], Some(Duration::ZERO)).next().expect("one is left");
        assert_eq!(told.map(drop), Err(StillWaiting { left: 1, of: 1 }));
        assert!(format!("{pending:?}").contains("listeners: 0"), "nobody listens any more: {pending:?}");
    })
    // The time may be up at any point, and another wait may end early beside it; one preemption puts the settling
    // between any two steps of that.
    .preemptions(Bound::AtMost(1))
    .early_wakes(2)
}
