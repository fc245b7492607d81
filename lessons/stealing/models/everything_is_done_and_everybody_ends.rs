//! All tasks are done, those too that were pushed by who had one; then everybody ends, and sees what the others did.

use super::by_hand::{Member, Team};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("everything is done and everybody ends", || {
        let done = Arc::new([Plain::new(0), Plain::new(0), Plain::new(0)]);
        let (_team, mut members) = Team::new(2, 4);
        members[0].push(0).expect("there is room");
        let theirs = Arc::clone(&done);
        let other = members.pop().expect("there are two");
        let other = thread::spawn(move || work(other, &theirs));
        work(members.pop().expect("there are two"), &done);
        // No join is needed to see it: this member has come to its end.
        assert_eq!(done.each_ref().map(Plain::get), [1, 1, 1]);
        other.join().expect("it does not panic");
    })
    // Who sleeps stops by itself; one preemption puts the thief between any two steps of the owner.
    .preemptions(Bound::AtMost(1))
}

/// The first task makes the other two.
fn work(mut member: Member, done: &[Plain<u32>; 3]) {
    while let Some(task) = member.next() {
        if task == 0 {
            member.push(1).expect("there is room");
            member.push(2).expect("there is room");
        }
        let done = &done[task as usize];
        done.set(done.get() + 1);
        member.done();
    }
}
