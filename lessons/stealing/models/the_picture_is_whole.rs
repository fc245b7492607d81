//! The drawing itself: a picture of four pieces is one task at first, which whoever has it halves. Each piece is drawn
//! once, whoever draws it. Take the stealing away, and the other worker never gets anything: it sleeps until all is
//! done.

use super::by_hand::{Full, Member, Team};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("the picture is whole", || {
        let picture: Arc<Vec<Plain<u32>>> = Arc::new((0..4).map(|_| Plain::new(0)).collect());
        let (_team, mut members) = Team::new(2, 2);
        members[0].push(4).expect("there is room");
        let theirs = Arc::clone(&picture);
        let other = members.pop().expect("there are two");
        let other = thread::spawn(move || draw(other, &theirs));
        draw(members.pop().expect("there are two"), &picture);
        other.join().expect("it does not panic");
        assert!(picture.iter().all(|piece| piece.get() == 1), "each piece is drawn, and once");
    })
    // That a task is stolen while its owner is at another needs one preemption.
    .preemptions(Bound::AtMost(1))
}

/// A task is a run of pieces: the first one times 16, and the one after the last.
fn draw(mut member: Member, picture: &[Plain<u32>]) {
    while let Some(task) = member.next() {
        let (first, mut end) = (task / 16, task % 16);
        while end - first > 1 {
            let middle = (first + end) / 2;
            match member.push(middle * 16 + end) {
                Ok(()) => end = middle,
                Err(Full(_)) => break,
            }
        }
        for piece in first..end {
            let piece = &picture[piece as usize];
            piece.set(piece.get() + 1);
        }
        member.done();
    }
}
