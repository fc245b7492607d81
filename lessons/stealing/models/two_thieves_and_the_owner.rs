//! Two thieves and the owner take each task once, also while the owner pushes one more.

use super::by_hand::{Steal, deque};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("two thieves and the owner", || {
        let (mut owner, stealer) = deque(2);
        owner.push(1).expect("there is room");
        let thieves: Vec<_> = (0..2)
            .map(|_| {
                let stealer = stealer.clone();
                thread::spawn(move || stealer.steal())
            })
            .collect();
        owner.push(2).expect("there is room");
        let mut taken: Vec<u64> = owner.pop().into_iter().collect();
        for thief in thieves {
            if let Steal::Success(task) = thief.join().expect("it does not panic") {
                taken.push(task);
            }
        }
        taken.extend(std::iter::from_fn(|| owner.pop()));
        taken.sort_unstable();
        assert_eq!(taken, [1, 2]);
    })
    // One preemption takes one of the three away in the middle of what it does, and the other two meet meanwhile; with
    // two there are twenty thousand schedules.
    .preemptions(Bound::AtMost(1))
}
