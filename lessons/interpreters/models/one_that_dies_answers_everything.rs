//! An interpreter whose engine panics answers all that it was sent, also what is still in its mailbox: it has died.
//! Who is told finds it gone.

use super::by_hand::{CloseError, Interpreters, RunError};
use super::tiny::Tiny;
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("one that dies answers everything", || {
        let interpreters = Interpreters::new(Tiny::default);
        let interpreter = interpreters.create().expect("there are threads");
        let same = interpreter.clone();
        // Before, after, or in the mailbox meanwhile.
        let other = thread::spawn(move || same.call("add", vec![1, 2]));
        let died = interpreter.exec("panic");
        assert_eq!(died, Err(RunError::Died));
        assert!(interpreters.list_all().is_empty(), "it is gone");
        assert_eq!(interpreter.close(), Err(CloseError::Closed));
        let told = other.join().expect("it does not panic");
        assert!([Ok(3), Err(RunError::Died), Err(RunError::Closed)].contains(&told), "{told:?}");
    })
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
