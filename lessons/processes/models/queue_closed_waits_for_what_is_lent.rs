//! A closed queue is not at its end while an item is lent: it may come back, and then it is for who waits. When it does
//! not, who waits is told.

use super::by_hand::queue::{Nothing, Shelf};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("a closed one waits for what is lent", || {
        for dies in [true, false] {
            let shelf = Arc::new(Shelf::new(1));
            shelf.put(7, Deadline::NEVER).expect("there is room");
            let same = Arc::clone(&shelf);
            let other = thread::spawn(move || {
                let loan = same.lend(Deadline::NEVER).ok()?;
                if dies { None } else { Some(loan.keep()) }
            });
            shelf.close();
            let mine = shelf.lend(Deadline::NEVER).map(|loan| loan.keep());
            let theirs = other.join().expect("it does not panic");
            match theirs {
                None => assert_eq!(mine, Ok(7)),
                Some(_) => assert_eq!(mine, Err(Nothing::Closed)),
            }
            assert!(shelf.put(8, Deadline::NEVER).is_err(), "nothing is put any more");
        }
    })
    // One preemption puts the closing anywhere in the other thread's loan, or the loan anywhere in this one's wait.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
