//! A place of the ring that is written again while a thief is reading it: the thief gets what was there, or nothing,
//! and never the new one in the old one's place.

use super::by_hand::{Full, Steal, deque};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a place is written again", || {
        // One place, so that the second task comes to where the first was.
        let (mut owner, stealer) = deque(1);
        owner.push(1).expect("there is room");
        assert_eq!(owner.push(9), Err(Full(9)), "it comes back");
        let thief = thread::spawn(move || [stealer.steal(), stealer.steal()]);
        let mut taken: Vec<u64> = owner.pop().into_iter().collect();
        match owner.push(2) {
            Ok(()) => taken.extend(owner.pop()),
            Err(Full(task)) => taken.push(task),
        }
        for attempt in thief.join().expect("it does not panic") {
            if let Steal::Success(task) = attempt {
                taken.push(task);
            }
        }
        taken.sort_unstable();
        assert_eq!(taken, [1, 2]);
    })
    // One preemption takes the thief away between its look and its claim, another one brings it back at any point;
    // complete would take some seconds.
    .preemptions(Bound::AtMost(2))
}
