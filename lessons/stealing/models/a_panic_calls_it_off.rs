//! A member that panics with a task in hand will never have done it. The others are told, and end.

use super::by_hand::Team;
use crate::sync::{Bound, Model, catch_unwind, thread};

pub fn model() -> Model {
    Model::new("a panic calls it off", || {
        let (team, mut members) = Team::new(2, 2);
        let mut clumsy = members.remove(0);
        clumsy.push(1).expect("there is room");
        let mut other = members.remove(0);
        let other = thread::spawn(move || {
            let mut tasks = 0;
            while other.next().is_some() {
                tasks += 1;
                other.done();
            }
            tasks
        });
        let panicked = catch_unwind(move || {
            if clumsy.next().is_some() {
                panic!("with a task in hand");
            }
        });
        let stolen = other.join().expect("it does not panic");
        assert_eq!((stolen, team.stolen()), (usize::from(panicked.is_ok()), stolen));
    })
    // Two put the panic anywhere between the looks of the other one and its sleep.
    .preemptions(Bound::AtMost(2))
}
