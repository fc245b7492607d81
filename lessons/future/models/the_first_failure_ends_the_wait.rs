//! A wait for the first failure ends with it, and not with a value; or when all are done.

use super::by_hand::{Failure, Promise, Until, wait};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("the first failure ends the wait", || {
        let (right, value) = Promise::new();
        let (wrong, failure) = Promise::<u32>::new();
        let (_never, pending) = Promise::<u32>::new();
        let maker = thread::spawn(move || {
            assert_eq!(right.set_result(7), Ok(()));
            assert_eq!(wrong.set_failure(Failure::Panicked("on purpose".to_owned())), Ok(()));
        });
        let split = wait(&[value, failure.clone(), pending], None, Until::FirstFailed);
        assert!(split.done.iter().any(|done| done.is_same(&failure)), "it ends with the failure");
        assert_eq!(split.not_done.len(), 1);
        maker.join().expect("it does not panic");
    })
    // Two preemptions put both settlings between any two steps of the wait.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
