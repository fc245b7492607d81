//! Calling the work off wakes who sleeps, and nobody gets another task, although one is not done and never will be.

use super::by_hand::Team;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("calling off wakes everyone", || {
        let (team, mut members) = Team::new(3, 2);
        members[0].push(1).expect("there is room");
        let others: Vec<_> = members
            .drain(1..)
            .map(|mut member| thread::spawn(move || std::iter::from_fn(|| member.next()).count()))
            .collect();
        team.call_off();
        assert_eq!(members[0].next(), None);
        let stolen: usize = others.into_iter().map(|other| other.join().expect("it does not panic")).sum();
        assert!(stolen <= 1);
        assert_eq!(Arc::clone(&team).stolen(), stolen);
    })
    // One preemption puts the calling off between any two steps of those who look.
    .preemptions(Bound::AtMost(1))
}
