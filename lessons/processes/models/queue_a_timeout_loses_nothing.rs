//! Of two who wait for an item, one gives up after a time. If that is just when an item is put, it does not take the
//! notification away from the other: it takes the item, or leaves it to who can.

use super::by_hand::queue::Shelf;
use crate::sync::{Arc, Bound, Deadline, Model, thread};
use std::time::Duration;

pub fn model() -> Model {
    Model::new("a timeout loses nothing", || {
        let shelf = Arc::new(Shelf::<u32>::new(2));
        let (patient, hasty) = (Arc::clone(&shelf), Arc::clone(&shelf));
        let patient = thread::spawn(move || patient.lend(Deadline::NEVER).map(|loan| loan.keep()));
        let soon = Deadline::after(Duration::from_secs(1));
        let hasty = thread::spawn(move || hasty.lend(soon).map(|loan| loan.keep()));
        shelf.put(7, Deadline::NEVER).expect("there is room");
        if hasty.join().expect("it does not panic") == Ok(7) {
            shelf.put(7, Deadline::NEVER).expect("there is room");
        }
        assert_eq!(patient.join().expect("it does not panic"), Ok(7));
        assert!(shelf.is_empty());
    })
    // Whose wait comes first, and whose is notified, needs no preemption; one puts the time's end anywhere.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
