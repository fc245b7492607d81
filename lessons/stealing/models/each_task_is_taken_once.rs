//! Each task is taken once: by its owner or by a thief, and by one of them only. In the end none is left.
//!
//! Two tasks: for the first of them the owner is alone, for the last it races with the thief.

use super::by_hand::{Steal, deque};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("each task is taken once", || {
        let (mut owner, stealer) = deque(2);
        owner.push(1).expect("there is room");
        owner.push(2).expect("there is room");
        let thief = thread::spawn(move || [stealer.steal(), stealer.steal()]);
        let mut taken: Vec<u64> = [owner.pop(), owner.pop()].into_iter().flatten().collect();
        for attempt in thief.join().expect("it does not panic") {
            if let Steal::Success(task) = attempt {
                taken.push(task);
            }
        }
        taken.extend(owner.pop());
        taken.sort_unstable();
        assert_eq!(taken, [1, 2]);
    })
    // Three take either of them away in the middle of what it does, bring it back, and take it away again. Without a
    // bound it holds as well, but has more schedules than a test may have.
    .preemptions(Bound::AtMost(3))
}
