//! Calling the work off wakes all who sleep, although a task is not done and never will be, and nobody gets another.

use super::by_hand::Team;
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("calling off wakes everyone", || {
        let (team, mut members) = Team::new(3, 2);
        let mut first = members.remove(0);
        first.push(1).expect("there is room");
        assert_eq!(first.next(), Some(1));
        let others: Vec<_> =
            members.into_iter().map(|mut member| thread::spawn(move || member.next())).collect();
        team.call_off();
        for other in others {
            assert_eq!(other.join().expect("it does not panic"), None);
        }
        assert_eq!(first.next(), None);
    })
    // Two put the calling off between any two steps of both of those who look.
    .preemptions(Bound::AtMost(2))
}
