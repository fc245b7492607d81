//! Whoever goes to sleep is woken by the next push, also by one that comes while it is still looking: the tasks here
//! can only be done by two at once.

use super::by_hand::{Member, Team};
use crate::sync::{Arc, Bound, Condvar, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("nobody sleeps through a push", || {
        let meeting = Arc::new((Mutex::new(0), Condvar::new()));
        let (_team, mut members) = Team::new(2, 4);
        members[0].push(0).expect("there is room");
        let theirs = Arc::clone(&meeting);
        let other = members.pop().expect("there are two");
        let other = thread::spawn(move || work(other, &theirs));
        work(members.pop().expect("there are two"), &meeting);
        other.join().expect("it does not panic");
    })
    // Who sleeps stops by itself; one preemption puts the push between any two steps of the one who looks.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}

/// The first task makes another, and then each waits for the other.
fn work(mut member: Member, (here, changed): &(Mutex<u32>, Condvar)) {
    while let Some(task) = member.next() {
        if task == 0 {
            member.push(1).expect("there is room");
        }
        let mut here = here.lock();
        *here += 1;
        changed.notify_all();
        while *here < 2 {
            changed.wait(&mut here);
        }
        drop(here);
        member.done();
    }
}
