//! The drawing itself, with pieces that are only counted: each is drawn once, and nobody waits for itself on the way.
//!
//! Two workers and three pieces: the first claim splits a region, and the other finds what that leaves.

use super::by_hand::ReentrantMutex;
use super::regions::{Board, Contents};
use crate::sync::{Arc, Bound, Model, thread};

/// How often each piece was drawn.
type Drawn = [usize; 3];

fn draw(board: &Board<ReentrantMutex<Contents<Drawn>>>) {
    while let Some(piece) = board.claim() {
        board.publish(|drawn| drawn[piece] += 1);
    }
}

pub fn model() -> Model {
    Model::new("every piece is drawn once", || {
        let board = Arc::new(Board::new(ReentrantMutex::new(Contents::new(3, Drawn::default()))));
        let theirs = Arc::clone(&board);
        let other = thread::spawn(move || draw(&theirs));
        draw(&board);
        other.join().expect("the other does not panic");
        board.publish(|drawn| assert_eq!(*drawn, [1, 1, 1]));
    })
    // One stops a worker in the middle of a claim, which is what the lock has to stand.
    .preemptions(Bound::AtMost(1))
}
